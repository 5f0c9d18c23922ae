import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Optional, PublishedAsOptional, Unsupported } from '../../../gateway/fields.ts';
import { policyResource, userResource } from '../../../identity/arns.ts';
import { Attachments } from '../../../identity/policies/attachments.service.ts';
import { RamAction } from '../ram-action.ts';
import { PolicyName, PolicyType, UserName } from '../ram-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';
import { policyOf } from '../shapes/policy.ts';

export class AttachPolicyToUserRequest {
  @PublishedAsOptional() @PolicyType() PolicyType: string;
  @PublishedAsOptional() @PolicyName() PolicyName: string;
  @PublishedAsOptional() @UserName() UserName: string;
  @Optional() @Unsupported('there are no resource groups') ResourceGroupId?: string;
}

@RamAction({
  request: AttachPolicyToUserRequest,
  response: EmptyResponse,
  route: 'POST /ram/policies:attach-to-user',
  resource: (caller, { UserName }) => userResource(caller, UserName),
  alsoOn: (caller, request) => [policyResource(caller, policyOf(request))],
})
export class AttachPolicyToUser implements ActionHandler<AttachPolicyToUserRequest, EmptyResponse> {
  constructor(private readonly attachments: Attachments) {}

  async handle(caller: Caller, request: AttachPolicyToUserRequest): Promise<EmptyResponse> {
    const principal = { kind: 'User', name: request.UserName } as const;
    await this.attachments.attach(caller, principal, policyOf(request));
    return {};
  }
}
