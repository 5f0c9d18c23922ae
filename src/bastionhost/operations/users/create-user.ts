import type { Redacted } from '../../../common/redacted.ts';
import { Member, OneOf, Optional, Sensitive, Unsupported } from '../../../gateway/fields.ts';
import { invalidParameter } from '../../bastionhost.errors.ts';
import type { Bastion } from '../../instances/bastion.ts';
import type { TwoFactorStatus } from '../../users/user.entity.ts';
import { UsersService } from '../../users/users.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { Comment, CountryCode, Email, InstanceId, Mobile, Name, Seconds, UserName } from '../bastionhost-fields.ts';
import { momentOf } from '../shapes/seconds.ts';

export class CreateUserRequest {
  @InstanceId() InstanceId: string;
  @OneOf('Local') Source: 'Local';
  @UserName() UserName: string;
  @Optional() @Sensitive(8, 512) Password?: Redacted<string>;
  @Optional() @Name() DisplayName?: string;
  @Optional() @Comment() Comment?: string;
  @Optional() @Email() Email?: string;
  @Optional() @Mobile() Mobile?: string;
  @Optional() @CountryCode() MobileCountryCode?: string;
  @Optional() @Seconds() EffectiveStartTime?: number;
  @Optional() @Seconds() EffectiveEndTime?: number;
  // No second factor is ever asked for, so these two mean the same. Only the vendor's `Enable` would differ.
  @Optional() @OneOf('Global', 'Disable') TwoFactorStatus: TwoFactorStatus = 'Global';
  @Optional() @Unsupported('there is no second factor', ['[]']) TwoFactorMethods?: string;
  @Optional() @Unsupported('passwords cannot be changed at logon', ['false']) NeedResetPassword?: boolean;
  @Optional() @Unsupported("users have the instance's language", ['Global']) LanguageStatus?: string;
  @Optional() @Unsupported("users have the instance's language") Language?: string;
  @Optional() @Unsupported('users are local') SourceUserId?: string;
}

export class CreateUserResponse {
  @Member() UserId: string;
}

@BastionhostAction({
  request: CreateUserRequest,
  response: CreateUserResponse,
  route: 'POST /bastionhost/users',
  partial: 'the sources Ram, AD and LDAP and a second factor are refused',
})
export class CreateUser implements BastionHandler<CreateUserRequest, CreateUserResponse> {
  constructor(private readonly users: UsersService) {}

  async handle(bastion: Bastion, request: CreateUserRequest): Promise<CreateUserResponse> {
    if (!request.Password) throw invalidParameter('Password');
    const draft = {
      userName: request.UserName,
      displayName: request.DisplayName ?? request.UserName,
      comment: request.Comment ?? '',
      email: request.Email ?? '',
      mobile: request.Mobile ?? '',
      mobileCountryCode: request.MobileCountryCode ?? 'CN',
      twoFactorStatus: request.TwoFactorStatus,
      effectiveFrom: momentOf(request.EffectiveStartTime),
      effectiveUntil: momentOf(request.EffectiveEndTime),
    };
    return { UserId: await this.users.create(bastion, draft, request.Password) };
  }
}
