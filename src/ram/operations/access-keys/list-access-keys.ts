import type { Caller } from '../../../common/caller.ts';
import { wireTime } from '../../../common/clock.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, Optional } from '../../../gateway/fields.ts';
import { userResource } from '../../../identity/arns.ts';
import { UserAccessKeys } from '../../../identity/user-access-keys.api.ts';
import { RamAction } from '../ram-action.ts';
import { UserName } from '../ram-fields.ts';
import { userNameOf } from '../shapes/own-name.ts';

export class ListAccessKeysRequest {
  @Optional() @UserName() UserName?: string;
}

class ListedAccessKey {
  @Member() AccessKeyId: string;
  @Member() Status: string;
  @Member() CreateDate: string;
}

class AccessKeyList {
  @Member([ListedAccessKey]) AccessKey: ListedAccessKey[];
}

export class ListAccessKeysResponse {
  @Member() AccessKeys: AccessKeyList;
}

@RamAction({
  request: ListAccessKeysRequest,
  response: ListAccessKeysResponse,
  route: 'GET /ram/access-keys',
  resource: (caller, request) => userResource(caller, userNameOf(caller, request)),
})
export class ListAccessKeys implements ActionHandler<ListAccessKeysRequest, ListAccessKeysResponse> {
  constructor(private readonly accessKeys: UserAccessKeys) {}

  async handle(caller: Caller, request: ListAccessKeysRequest): Promise<ListAccessKeysResponse> {
    const keys = await this.accessKeys.list(caller, userNameOf(caller, request));
    const AccessKey = keys.map(({ accessKeyId, active, createdAt }) => ({
      AccessKeyId: accessKeyId,
      Status: active ? 'Active' : 'Inactive',
      CreateDate: wireTime(createdAt),
    }));
    return { AccessKeys: { AccessKey } };
  }
}
