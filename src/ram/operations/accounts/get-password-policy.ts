import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { accountResource } from '../../../identity/arns.ts';
import { RamAction } from '../ram-action.ts';

export class GetPasswordPolicyRequest {}

class PasswordPolicy {
  @Member() RequireLowercaseCharacters: boolean = false;
  @Member() RequireUppercaseCharacters: boolean = false;
  @Member() RequireNumbers: boolean = false;
  @Member() RequireSymbols: boolean = false;
  @Member() HardExpiry: boolean = false;
  /** 0: passwords never expire. */
  @Member() MaxPasswordAge: number = 0;
  @Member() PasswordReusePrevention: number = 0;
  /** 0: unlimited. */
  @Member() MaxLoginAttemps: number = 0;
}

/** RAM users have no passwords, so the policy requires nothing. */
export class GetPasswordPolicyResponse {
  @Member() PasswordPolicy: PasswordPolicy;
}

@RamAction({
  request: GetPasswordPolicyRequest,
  response: GetPasswordPolicyResponse,
  route: 'GET /ram/password-policy',
  resource: accountResource,
  omits: { 'PasswordPolicy.MinimumPasswordLength': 'RAM users have no passwords' },
})
export class GetPasswordPolicy implements ActionHandler<GetPasswordPolicyRequest, GetPasswordPolicyResponse> {
  async handle(): Promise<GetPasswordPolicyResponse> {
    return { PasswordPolicy: new PasswordPolicy() };
  }
}
