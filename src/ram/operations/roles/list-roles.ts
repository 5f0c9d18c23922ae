import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { ListOf, Member, Optional } from '../../../gateway/fields.ts';
import { roleResource } from '../../../identity/arns.ts';
import { RamRoles } from '../../../identity/roles/ram-roles.ts';
import { RamTags } from '../../../identity/tags/ram-tags.ts';
import { RamAction } from '../ram-action.ts';
import { Marker, MaxItems } from '../ram-fields.ts';
import { Markers } from '../shapes/markers.ts';
import { RoleSummary, summariseRole } from '../shapes/role.ts';
import { readFilters, showTags, TagInput, TagList } from '../shapes/tag.ts';

export class ListRolesRequest {
  @Optional() @ListOf(TagInput, { max: 20 }) Tag: TagInput[] = [];
  @Optional() @MaxItems() MaxItems?: number;
  @Optional() @Marker() Marker?: string;
}

class RoleWithTags extends RoleSummary {
  @Member() Tags: TagList;
}

class RoleList {
  @Member([RoleWithTags]) Role: RoleWithTags[];
}

export class ListRolesResponse {
  @Member() Roles: RoleList;
  @Member() IsTruncated: boolean;
  @Member() Marker?: string;
}

@RamAction({
  request: ListRolesRequest,
  response: ListRolesResponse,
  route: 'GET /ram/roles',
  resource: (caller) => roleResource(caller),
})
export class ListRoles implements ActionHandler<ListRolesRequest, ListRolesResponse> {
  constructor(
    private readonly roles: RamRoles,
    private readonly tags: RamTags,
    private readonly markers: Markers,
  ) {}

  async handle(caller: Caller, request: ListRolesRequest): Promise<ListRolesResponse> {
    const page = this.markers.pageFor(caller, ListRoles, request);
    const roles = await this.roles.list(caller, readFilters(request.Tag), page.wanted);
    const tags = await this.tags.tagsOf(caller, { type: 'role', names: roles.items.map(({ roleName }) => roleName) });
    const Role = roles.items.map((role) => ({ ...summariseRole(role), Tags: showTags(tags.get(role.roleName)) }));
    return { Roles: { Role }, ...page.showNext(roles) };
  }
}
