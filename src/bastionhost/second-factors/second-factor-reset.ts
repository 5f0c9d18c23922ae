import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Bastion } from '../instances/bastion.ts';
import { UsersService } from '../users/users.ts';
import { MailCode } from './mail-code.entity.ts';
import { SecondFactorMails } from './second-factor-mails.ts';
import { SecondFactorPass } from './second-factor-pass.entity.ts';
import { TotpSeed } from './totp-seed.entity.ts';

/** Takes a user's second factor away, for instance when they have lost their phone. */
@Injectable()
export class SecondFactorReset {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly mails: SecondFactorMails,
  ) {}

  /**
   * The app is forgotten, and where the user was not asked; a code that was mailed is good for nothing. The user is
   * told by mail, for which nobody waits.
   * @throws UserNotFound
   */
  async reset(bastion: Bastion, userId: string): Promise<void> {
    const user = await this.users.get(bastion, userId);
    await this.dataSource.transaction(async (tx) => {
      await tx.delete(TotpSeed, { userId });
      await tx.delete(SecondFactorPass, { userId });
      await tx.update(MailCode, { userId }, { codeHash: null, triesLeft: 0 });
    });
    void this.mails.reset(user);
  }
}
