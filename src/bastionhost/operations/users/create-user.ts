import { Member, OneOf, Optional, Text } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { UserCreation } from '../../users/user-creation.ts';
import { userSources, type UserSource } from '../../users/user.entity.ts';
import { MethodSupport } from '../../second-factors/method-support.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { UserName } from '../bastionhost-fields.ts';
import { settingsOf, UserInput } from '../shapes/user-input.ts';

export class CreateUserRequest extends UserInput {
  @OneOf(...userSources) Source: UserSource;
  @UserName() UserName: string;
  /** The id of the RAM user, or the distinguished name in the directory. */
  @Optional() @Text(1, 512) SourceUserId?: string;
}

export class CreateUserResponse {
  @Member() UserId: string;
}

@BastionhostAction({
  request: CreateUserRequest,
  response: CreateUserResponse,
  route: 'POST /bastionhost/users',
  partial: 'TwoFactorMethods takes totp and, with a mail server, email; no logon has a language yet',
})
export class CreateUser implements BastionHandler<CreateUserRequest, CreateUserResponse> {
  constructor(
    private readonly creation: UserCreation,
    private readonly methods: MethodSupport,
  ) {}

  async handle(bastion: Bastion, request: CreateUserRequest): Promise<CreateUserResponse> {
    this.methods.require(request.TwoFactorMethods);
    const { UserName: userName, Source: source, SourceUserId: sourceUserId = null, Password } = request;
    const origin = { userName, source, sourceUserId };
    return { UserId: await this.creation.create(bastion, origin, settingsOf(request), Password) };
  }
}
