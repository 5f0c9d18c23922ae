import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Extension, ListOf, Optional, PublishedAsOptional, Unsupported } from '../../../gateway/fields.ts';
import { roleResource } from '../../../identity/arns.ts';
import { RamRoles } from '../../../identity/roles/ram-roles.ts';
import { RamAction } from '../ram-action.ts';
import { Description, MaxSessionDuration, NewRoleName, TrustPolicyDocument } from '../ram-fields.ts';
import { RoleResponse, showRole } from '../shapes/role.ts';
import { readTags, TagInput } from '../shapes/tag.ts';

export class CreateRoleRequest {
  @PublishedAsOptional() @NewRoleName() RoleName: string;
  @PublishedAsOptional() @TrustPolicyDocument() AssumeRolePolicyDocument: string;
  @Optional() @Description() Description?: string;
  @Optional() @MaxSessionDuration() MaxSessionDuration: number = 3_600;
  @Optional() @ListOf(TagInput, { max: 20 }) Tag: TagInput[] = [];
  // Sent by newer clients; the published metadata lack it.
  @Extension() @Optional() @Unsupported('roles can be assumed by calls only', ['false']) AllowConsoleLogin?: boolean;
}

@RamAction({
  request: CreateRoleRequest,
  response: RoleResponse,
  route: 'POST /ram/roles',
  resource: (caller) => roleResource(caller),
})
export class CreateRole implements ActionHandler<CreateRoleRequest, RoleResponse> {
  constructor(private readonly roles: RamRoles) {}

  async handle(caller: Caller, request: CreateRoleRequest): Promise<RoleResponse> {
    const role = await this.roles.create(caller, {
      roleName: request.RoleName,
      description: request.Description ?? '',
      trustPolicy: request.AssumeRolePolicyDocument,
      maxSessionSeconds: request.MaxSessionDuration,
      tags: readTags(request.Tag),
    });
    return { Role: showRole(role) };
  }
}
