import { Injectable } from '@nestjs/common';
import { Mailer } from '../../mail/mailer.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import type { TwoFactorMethod } from '../instances/two-factor.ts';

/** Which methods of two-factor authentication this installation can do. */
@Injectable()
export class MethodSupport {
  constructor(private readonly mailer: Mailer) {}

  /** Why nobody can log on by this method here; undefined: they can. */
  lackOf(method: TwoFactorMethod): string | undefined {
    switch (method) {
      case 'totp':
        return undefined;
      case 'email':
        return this.mailer.canSend ? undefined : 'no mail server is set (SALLYPORT_SMTP_URL)';
      case 'sms':
        return 'this installation sends no text messages';
      case 'dingtalk':
        return 'this installation does not reach DingTalk';
      case 'gmusbkey':
        return 'SSH clients have no access to SM USB keys';
    }
  }

  /** @throws TwoFactorMethodUnsupported for the first of the methods that is not supported */
  require(methods: readonly TwoFactorMethod[] = []): void {
    for (const method of methods) {
      const reason = this.lackOf(method);
      if (reason) throw BastionhostErrors.TwoFactorMethodUnsupported({ Method: method, Reason: reason });
    }
  }
}
