import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { PublishedAsOptional } from '../../../gateway/fields.ts';
import { userResource } from '../../../identity/arns.ts';
import { RamUsers } from '../../../identity/users/ram-users.ts';
import { RamAction } from '../ram-action.ts';
import { UserName } from '../ram-fields.ts';
import { showUser, UserResponse } from '../shapes/user.ts';

export class GetUserRequest {
  @PublishedAsOptional() @UserName() UserName: string;
}

@RamAction({
  request: GetUserRequest,
  response: UserResponse,
  route: 'GET /ram/users/{UserName}',
  resource: (caller, { UserName }) => userResource(caller, UserName),
  omits: { 'User.LastLoginDate': 'nobody logs on to a console' },
})
export class GetUser implements ActionHandler<GetUserRequest, UserResponse> {
  constructor(private readonly users: RamUsers) {}

  async handle(caller: Caller, { UserName }: GetUserRequest): Promise<UserResponse> {
    return { User: showUser(await this.users.get(caller, UserName)) };
  }
}
