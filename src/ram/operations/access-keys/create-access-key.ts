import type { Caller } from '../../../common/caller.ts';
import { wireTime } from '../../../common/clock.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, Optional } from '../../../gateway/fields.ts';
import { userResource } from '../../../identity/arns.ts';
import { UserAccessKeys } from '../../../identity/user-access-keys.api.ts';
import { RamAction } from '../ram-action.ts';
import { UserName } from '../ram-fields.ts';
import { userNameOf } from '../shapes/own-name.ts';

export class CreateAccessKeyRequest {
  @Optional() @UserName() UserName?: string;
}

class AccessKeyItem {
  @Member() AccessKeyId: string;
  @Member() AccessKeySecret: string;
  @Member() Status: string;
  @Member() CreateDate: string;
}

export class CreateAccessKeyResponse {
  @Member() AccessKey: AccessKeyItem;
}

@RamAction({
  request: CreateAccessKeyRequest,
  response: CreateAccessKeyResponse,
  route: 'POST /ram/access-keys',
  resource: (caller, request) => userResource(caller, userNameOf(caller, request)),
})
export class CreateAccessKey implements ActionHandler<CreateAccessKeyRequest, CreateAccessKeyResponse> {
  constructor(private readonly accessKeys: UserAccessKeys) {}

  async handle(caller: Caller, request: CreateAccessKeyRequest): Promise<CreateAccessKeyResponse> {
    const { accessKeyId, secret, createdAt } = await this.accessKeys.create(caller, userNameOf(caller, request));
    return {
      AccessKey: {
        AccessKeyId: accessKeyId,
        AccessKeySecret: secret.reveal(),
        Status: 'Active',
        CreateDate: wireTime(createdAt),
      },
    };
  }
}
