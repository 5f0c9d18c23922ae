import type { Redacted } from '../../../common/redacted.ts';
import { Flag, Optional, PublishedAsOptional, Sensitive } from '../../../gateway/fields.ts';
import { DirectoryVerification } from '../../directories/directory-verification.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { AuthServerQuestion, directoryOf } from '../shapes/auth-server.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class VerifyInstanceLDAPAuthServerRequest extends AuthServerQuestion {
  @Optional() @Flag() IsSSL?: boolean;
  @PublishedAsOptional() @Sensitive(1, 512) Password: Redacted<string>;
}

@BastionhostAction({
  request: VerifyInstanceLDAPAuthServerRequest,
  response: NoAnswer,
  route: 'POST /bastionhost/ldap-auth-servers:verify',
})
export class VerifyInstanceLDAPAuthServer implements BastionHandler<VerifyInstanceLDAPAuthServerRequest, NoAnswer> {
  constructor(private readonly verification: DirectoryVerification) {}

  async handle(bastion: Bastion, request: VerifyInstanceLDAPAuthServerRequest): Promise<NoAnswer> {
    await this.verification.verify(bastion, { ...directoryOf(request), isSsl: request.IsSSL ?? false });
    return {};
  }
}
