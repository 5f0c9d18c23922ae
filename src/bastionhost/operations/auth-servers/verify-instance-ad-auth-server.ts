import type { Redacted } from '../../../common/redacted.ts';
import { Flag, Sensitive } from '../../../gateway/fields.ts';
import { adAccount } from '../../directories/directory-settings.ts';
import { DirectoryVerification } from '../../directories/directory-verification.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { AdDomain, AuthServerQuestion, directoryOf } from '../shapes/auth-server.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class VerifyInstanceADAuthServerRequest extends AuthServerQuestion {
  @Flag() IsSSL: boolean;
  @AdDomain() Domain: string;
  @Sensitive(1, 512) Password: Redacted<string>;
}

@BastionhostAction({
  request: VerifyInstanceADAuthServerRequest,
  response: NoAnswer,
  route: 'POST /bastionhost/ad-auth-servers:verify',
})
export class VerifyInstanceADAuthServer implements BastionHandler<VerifyInstanceADAuthServerRequest, NoAnswer> {
  constructor(private readonly verification: DirectoryVerification) {}

  async handle(bastion: Bastion, request: VerifyInstanceADAuthServerRequest): Promise<NoAnswer> {
    const account = adAccount(request.Account, request.Domain);
    await this.verification.verify(bastion, { ...directoryOf(request), account, isSsl: request.IsSSL });
    return {};
  }
}
