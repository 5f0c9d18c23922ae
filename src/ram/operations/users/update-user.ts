import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Clearable, Optional, PublishedAsOptional } from '../../../gateway/fields.ts';
import { userResource } from '../../../identity/arns.ts';
import { RamUsers } from '../../../identity/users/ram-users.ts';
import { RamAction } from '../ram-action.ts';
import { Comments, DisplayName, Email, MobilePhone, UserName } from '../ram-fields.ts';
import { showUser, UserResponse } from '../shapes/user.ts';

export class UpdateUserRequest {
  @PublishedAsOptional() @UserName() UserName: string;
  @Optional() @UserName() NewUserName?: string;
  @Clearable() @DisplayName() NewDisplayName?: string;
  @Clearable() @MobilePhone() NewMobilePhone?: string;
  @Clearable() @Email() NewEmail?: string;
  @Clearable() @Comments() NewComments?: string;
}

@RamAction({
  request: UpdateUserRequest,
  response: UserResponse,
  route: 'PATCH /ram/users/{UserName}',
  resource: (caller, { UserName }) => userResource(caller, UserName),
})
export class UpdateUser implements ActionHandler<UpdateUserRequest, UserResponse> {
  constructor(private readonly users: RamUsers) {}

  async handle(caller: Caller, request: UpdateUserRequest): Promise<UserResponse> {
    const user = await this.users.update(caller, request.UserName, {
      userName: request.NewUserName,
      displayName: request.NewDisplayName,
      mobilePhone: request.NewMobilePhone,
      email: request.NewEmail,
      comments: request.NewComments,
    });
    return { User: showUser(user) };
  }
}
