import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler, ActionOptions } from '../../../gateway/action.ts';
import { Optional, PublishedAsOptional, Unsupported } from '../../../gateway/fields.ts';
import { groupResource, policyResource, roleResource, userResource } from '../../../identity/arns.ts';
import { Attachments, type PrincipalReference } from '../../../identity/policies/attachments.ts';
import type { PolicyReference } from '../../../identity/policies/find-policy.ts';
import { GroupName, PolicyName, PolicyType, RoleName, UserName } from '../ram-fields.ts';
import { EmptyResponse } from './empty-response.ts';
import { policyOf } from './policy.ts';

class PolicyRequest {
  @PublishedAsOptional() @PolicyType() PolicyType: string;
  @PublishedAsOptional() @PolicyName() PolicyName: string;
  @Optional() @Unsupported('there are no resource groups') ResourceGroupId?: string;
}

export class PolicyOfUserRequest extends PolicyRequest {
  @PublishedAsOptional() @UserName() UserName: string;
}

export class PolicyOfGroupRequest extends PolicyRequest {
  @PublishedAsOptional() @GroupName() GroupName: string;
}

export class PolicyOfRoleRequest extends PolicyRequest {
  @PublishedAsOptional() @RoleName() RoleName: string;
}

type Declared<Request extends object> = Omit<ActionOptions<Request, EmptyResponse>, 'route'>;

const response = EmptyResponse;

/** What the operations on the policies of a user declare, except the route. */
export const policyOfUser = {
  request: PolicyOfUserRequest,
  response,
  resource: (caller: Caller, request: PolicyOfUserRequest) => [
    userResource(caller, request.UserName),
    policyResource(caller, policyOf(request)),
  ],
} satisfies Declared<PolicyOfUserRequest>;

export const policyOfGroup = {
  request: PolicyOfGroupRequest,
  response,
  resource: (caller: Caller, request: PolicyOfGroupRequest) => [
    groupResource(caller, request.GroupName),
    policyResource(caller, policyOf(request)),
  ],
} satisfies Declared<PolicyOfGroupRequest>;

export const policyOfRole = {
  request: PolicyOfRoleRequest,
  response,
  resource: (caller: Caller, request: PolicyOfRoleRequest) => [
    roleResource(caller, request.RoleName),
    policyResource(caller, policyOf(request)),
  ],
} satisfies Declared<PolicyOfRoleRequest>;

type AnyRequest = PolicyOfUserRequest | PolicyOfGroupRequest | PolicyOfRoleRequest;

/** Attaches a policy to a user, group or role, or detaches it. */
@Injectable()
export abstract class PolicyOfPrincipal<Request extends AnyRequest> implements ActionHandler<Request, EmptyResponse> {
  constructor(protected readonly attachments: Attachments) {}

  async handle(caller: Caller, request: Request): Promise<EmptyResponse> {
    await this.change(caller, principalOf(request), policyOf(request));
    return {};
  }

  protected abstract change(caller: Caller, principal: PrincipalReference, policy: PolicyReference): Promise<void>;
}

function principalOf(request: AnyRequest): PrincipalReference {
  if ('UserName' in request) return { kind: 'User', name: request.UserName };
  if ('GroupName' in request) return { kind: 'Group', name: request.GroupName };
  return { kind: 'Role', name: request.RoleName };
}
