import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { PublishedAsOptional } from '../../../gateway/fields.ts';
import { userResource } from '../../../identity/arns.ts';
import { Attachments } from '../../../identity/policies/attachments.ts';
import { RamAction } from '../ram-action.ts';
import { UserName } from '../ram-fields.ts';
import { AttachedPoliciesResponse, showAttached } from '../shapes/policy.ts';

export class ListPoliciesForUserRequest {
  @PublishedAsOptional() @UserName() UserName: string;
}

@RamAction({
  request: ListPoliciesForUserRequest,
  response: AttachedPoliciesResponse,
  route: 'GET /ram/users/{UserName}/policies',
  resource: (caller, { UserName }) => userResource(caller, UserName),
})
export class ListPoliciesForUser implements ActionHandler<ListPoliciesForUserRequest, AttachedPoliciesResponse> {
  constructor(private readonly attachments: Attachments) {}

  async handle(caller: Caller, { UserName }: ListPoliciesForUserRequest): Promise<AttachedPoliciesResponse> {
    return showAttached(await this.attachments.policiesOf(caller, { kind: 'User', name: UserName }));
  }
}
