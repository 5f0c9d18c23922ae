import type { Caller } from '../../../common/caller.ts';
import { wireTime } from '../../../common/clock.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, Optional, PublishedAsOptional } from '../../../gateway/fields.ts';
import { userResource } from '../../../identity/arns.ts';
import { UserAccessKeys } from '../../../identity/user-access-keys.api.ts';
import { RamAction } from '../ram-action.ts';
import { UserAccessKeyId, UserName } from '../ram-fields.ts';
import { userNameOf } from '../shapes/own-name.ts';

export class GetAccessKeyLastUsedRequest {
  @Optional() @UserName() UserName?: string;
  @PublishedAsOptional() @UserAccessKeyId() UserAccessKeyId: string;
}

class LastUse {
  @Member() LastUsedDate: string;
}

export class GetAccessKeyLastUsedResponse {
  @Member() AccessKeyLastUsed: LastUse;
}

@RamAction({
  request: GetAccessKeyLastUsedRequest,
  response: GetAccessKeyLastUsedResponse,
  route: 'GET /ram/access-keys/{UserAccessKeyId}/last-used',
  resource: (caller, request) => userResource(caller, userNameOf(caller, request)),
})
export class GetAccessKeyLastUsed implements ActionHandler<GetAccessKeyLastUsedRequest, GetAccessKeyLastUsedResponse> {
  constructor(private readonly accessKeys: UserAccessKeys) {}

  async handle(caller: Caller, request: GetAccessKeyLastUsedRequest): Promise<GetAccessKeyLastUsedResponse> {
    const { lastUsedAt } = await this.accessKeys.get(caller, userNameOf(caller, request), request.UserAccessKeyId);
    return { AccessKeyLastUsed: { LastUsedDate: lastUsedAt ? wireTime(lastUsedAt) : '' } };
  }
}
