import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Optional, PublishedAsOptional } from '../../../gateway/fields.ts';
import { userResource } from '../../../identity/arns.ts';
import { UserAccessKeys } from '../../../identity/user-access-keys.api.ts';
import { RamAction } from '../ram-action.ts';
import { UserAccessKeyId, UserName } from '../ram-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';
import { userNameOf } from '../shapes/own-name.ts';

export class DeleteAccessKeyRequest {
  @Optional() @UserName() UserName?: string;
  @PublishedAsOptional() @UserAccessKeyId() UserAccessKeyId: string;
}

@RamAction({
  request: DeleteAccessKeyRequest,
  response: EmptyResponse,
  route: 'DELETE /ram/access-keys/{UserAccessKeyId}',
  resource: (caller, request) => userResource(caller, userNameOf(caller, request)),
})
export class DeleteAccessKey implements ActionHandler<DeleteAccessKeyRequest, EmptyResponse> {
  constructor(private readonly accessKeys: UserAccessKeys) {}

  async handle(caller: Caller, request: DeleteAccessKeyRequest): Promise<EmptyResponse> {
    await this.accessKeys.delete(caller, userNameOf(caller, request), request.UserAccessKeyId);
    return {};
  }
}
