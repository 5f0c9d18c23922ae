import { Injectable } from '@nestjs/common';
import type { Redacted } from '../../common/redacted.ts';
import type { SecondFactorDemand } from '../second-factors.api.ts';
import type { User } from '../users/user.entity.ts';
import { MailCodes } from './mail-codes.ts';
import { SecondFactorMails } from './second-factor-mails.ts';

/** The second factor of users with a mail address: a code that is mailed while they log on. */
@Injectable()
export class MailFactor {
  constructor(
    private readonly codes: MailCodes,
    private readonly mails: SecondFactorMails,
  ) {}

  async demand(user: User, address: string): Promise<SecondFactorDemand> {
    const issue = await this.codes.issue(user.id);
    if (issue === 'too soon') return impossible('a code is mailed once a minute; log on again in a minute');
    if (issue === 'mailed before' || (await this.mails.sendCode(user, issue.code, address)))
      return { kind: 'code', prompt: `Mfa Code, mailed to ${masked(user.email)}: ` };
    await this.codes.revoke(user.id);
    return impossible('the code could not be mailed; log on again in a minute, or tell your administrator');
  }

  use(userId: string, code: Redacted<string>): Promise<boolean> {
    return this.codes.use(userId, code);
  }
}

function impossible(reason: string): SecondFactorDemand {
  return { kind: 'impossible', reason };
}

/** Enough for its owner to know which address it is. */
function masked(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}***${email.slice(at)}`;
}
