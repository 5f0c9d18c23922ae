import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Optional, PublishedAsOptional } from '../../../gateway/fields.ts';
import { userResource } from '../../../identity/arns.ts';
import { RamUsers } from '../../../identity/users/ram-users.ts';
import { RamAction } from '../ram-action.ts';
import { Comments, DisplayName, Email, MobilePhone, UserName } from '../ram-fields.ts';
import { showUser, UserResponse } from '../shapes/user.ts';

export class CreateUserRequest {
  @PublishedAsOptional() @UserName() UserName: string;
  @Optional() @DisplayName() DisplayName?: string;
  @Optional() @MobilePhone() MobilePhone?: string;
  @Optional() @Email() Email?: string;
  @Optional() @Comments() Comments?: string;
}

@RamAction({
  request: CreateUserRequest,
  response: UserResponse,
  route: 'POST /ram/users',
  resource: (caller) => userResource(caller),
})
export class CreateUser implements ActionHandler<CreateUserRequest, UserResponse> {
  constructor(private readonly users: RamUsers) {}

  async handle(caller: Caller, request: CreateUserRequest): Promise<UserResponse> {
    const user = await this.users.create(caller, {
      userName: request.UserName,
      displayName: request.DisplayName ?? '',
      mobilePhone: request.MobilePhone ?? '',
      email: request.Email ?? '',
      comments: request.Comments ?? '',
    });
    return { User: showUser(user) };
  }
}
