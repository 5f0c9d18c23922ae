import { Injectable, Logger } from '@nestjs/common';
import type { Redacted } from '../../common/redacted.ts';
import { Mailer, type Mail } from '../../mail/mailer.ts';
import type { User } from '../users/user.entity.ts';
import { codeMinutes } from './mail-codes.ts';

type Recipient = Pick<User, 'userName' | 'instanceId' | 'email'>;

/** What users are mailed about their second factor. */
@Injectable()
export class SecondFactorMails {
  private readonly logger = new Logger('bastionhost');

  constructor(private readonly mailer: Mailer) {}

  /** Returns whether the mail is on its way. */
  sendCode(user: Recipient, code: Redacted<string>, address: string): Promise<boolean> {
    return this.send(user, 'Your code', [
      `Your code is ${code.reveal()}. It is valid for ${codeMinutes} minutes.`,
      `It was asked for from ${address}.`,
      'If that was not you, change your password and tell your administrator.',
    ]);
  }

  enrolled(user: Recipient, address: string): Promise<boolean> {
    return this.send(user, 'Authenticator app enrolled', [
      `An authenticator app was enrolled from ${address}.`,
      'If that was not you, tell your administrator.',
    ]);
  }

  reset(user: Recipient): Promise<boolean> {
    return this.send(user, 'Second factor reset', [
      'An administrator has reset your second factor.',
      'You will be asked for a new one when you log on.',
    ]);
  }

  /** A user without an address is sent nothing. */
  private async send(user: Recipient, subject: string, lines: readonly string[]): Promise<boolean> {
    if (user.email === '' || !this.mailer.canSend) return false;
    const opening = `User ${user.userName} of bastion host ${user.instanceId}:`;
    const mail = {
      to: user.email,
      subject: `${subject} (${user.instanceId})`,
      text: [opening, ...lines, ''].join('\n'),
    };
    return this.deliver(mail, user);
  }

  private async deliver(mail: Mail, { userName, instanceId }: Recipient): Promise<boolean> {
    try {
      await this.mailer.send(mail);
      return true;
    } catch (error) {
      this.logger.error({ message: 'mail not sent', user: userName, instance: instanceId, cause: String(error) });
      return false;
    }
  }
}
