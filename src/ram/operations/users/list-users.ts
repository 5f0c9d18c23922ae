import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, Optional } from '../../../gateway/fields.ts';
import { userResource } from '../../../identity/arns.ts';
import { RamUsers } from '../../../identity/users/ram-users.ts';
import { RamAction } from '../ram-action.ts';
import { Marker, MaxItems } from '../ram-fields.ts';
import { Markers } from '../shapes/markers.ts';
import { showUser, UserItem } from '../shapes/user.ts';

export class ListUsersRequest {
  @Optional() @MaxItems() MaxItems?: number;
  @Optional() @Marker() Marker?: string;
}

class UserList {
  @Member([UserItem]) User: UserItem[];
}

export class ListUsersResponse {
  @Member() Users: UserList;
  @Member() IsTruncated: boolean;
  @Member() Marker?: string;
}

@RamAction({
  request: ListUsersRequest,
  response: ListUsersResponse,
  route: 'GET /ram/users',
  resource: (caller) => userResource(caller),
})
export class ListUsers implements ActionHandler<ListUsersRequest, ListUsersResponse> {
  constructor(
    private readonly users: RamUsers,
    private readonly markers: Markers,
  ) {}

  async handle(caller: Caller, request: ListUsersRequest): Promise<ListUsersResponse> {
    const page = this.markers.pageFor(caller, ListUsers, request);
    const users = await this.users.list(caller, page.wanted);
    return { Users: { User: users.items.map(showUser) }, ...page.showNext(users) };
  }
}
