import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { accountResource } from '../../../identity/arns.ts';
import { RamAction } from '../ram-action.ts';

export class GetSecurityPreferenceRequest {}

class LoginProfilePreference {
  @Member() AllowUserToChangePassword: boolean = false;
  @Member() EnableSaveMFATicket: boolean = false;
}

class AccessKeyPreference {
  @Member() AllowUserToManageAccessKeys: boolean = false;
}

class PublicKeyPreference {
  @Member() AllowUserToManagePublicKeys: boolean = false;
}

class MFAPreference {
  @Member() AllowUserToManageMFADevices: boolean = false;
}

class SecurityPreference {
  @Member() LoginProfilePreference: LoginProfilePreference = new LoginProfilePreference();
  @Member() AccessKeyPreference: AccessKeyPreference = new AccessKeyPreference();
  @Member() PublicKeyPreference: PublicKeyPreference = new PublicKeyPreference();
  @Member() MFAPreference: MFAPreference = new MFAPreference();
}

/** RAM users may do what their policies allow. No preference of the account adds to that. */
export class GetSecurityPreferenceResponse {
  @Member() SecurityPreference: SecurityPreference;
}

@RamAction({
  request: GetSecurityPreferenceRequest,
  response: GetSecurityPreferenceResponse,
  route: 'GET /ram/security-preference',
  resource: accountResource,
  omits: {
    'SecurityPreference.LoginProfilePreference.LoginSessionDuration': 'nobody logs on to a console',
    'SecurityPreference.LoginProfilePreference.LoginNetworkMasks': 'nobody logs on to a console',
  },
})
export class GetSecurityPreference implements ActionHandler<
  GetSecurityPreferenceRequest,
  GetSecurityPreferenceResponse
> {
  async handle(): Promise<GetSecurityPreferenceResponse> {
    return { SecurityPreference: new SecurityPreference() };
  }
}
