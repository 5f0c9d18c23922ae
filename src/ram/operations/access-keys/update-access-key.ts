import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { OneOf, Optional, PublishedAsOptional } from '../../../gateway/fields.ts';
import { userResource } from '../../../identity/arns.ts';
import { UserAccessKeys } from '../../../identity/user-access-keys.api.ts';
import { RamAction } from '../ram-action.ts';
import { UserAccessKeyId, UserName } from '../ram-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';
import { userNameOf } from '../shapes/own-name.ts';

export class UpdateAccessKeyRequest {
  @Optional() @UserName() UserName?: string;
  @PublishedAsOptional() @UserAccessKeyId() UserAccessKeyId: string;
  @PublishedAsOptional() @OneOf('Active', 'Inactive') Status: string;
}

@RamAction({
  request: UpdateAccessKeyRequest,
  response: EmptyResponse,
  route: 'PATCH /ram/access-keys/{UserAccessKeyId}',
  resource: (caller, request) => userResource(caller, userNameOf(caller, request)),
})
export class UpdateAccessKey implements ActionHandler<UpdateAccessKeyRequest, EmptyResponse> {
  constructor(private readonly accessKeys: UserAccessKeys) {}

  async handle(caller: Caller, request: UpdateAccessKeyRequest): Promise<EmptyResponse> {
    const { UserAccessKeyId, Status } = request;
    await this.accessKeys.setActive(caller, userNameOf(caller, request), UserAccessKeyId, Status === 'Active');
    return {};
  }
}
