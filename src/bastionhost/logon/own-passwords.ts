import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Redacted } from '../../common/redacted.ts';
import type { AuthenticatedUser, PasswordAttempt } from '../bastionhost.api.ts';
import { PasswordHashing } from '../users/password-hashing.ts';
import { UserPasswords } from '../users/user-passwords.ts';
import { User } from '../users/user.entity.ts';
import { LockOuts } from './lock-outs.ts';

/** The passwords of users who are logged in and change their own. */
@Injectable()
export class OwnPasswords {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly hashing: PasswordHashing,
    private readonly passwords: UserPasswords,
    private readonly lockOuts: LockOuts,
  ) {}

  rowOf({ accountId, userId }: AuthenticatedUser): Promise<User> {
    return this.users.findOneByOrFail({ accountId, id: userId });
  }

  /** A wrong password counts as a failed login. While the user is locked out nothing is compared. */
  async proves(user: User, password: Redacted<string>, attempt: PasswordAttempt): Promise<boolean> {
    const hash = this.lockOuts.has(user) ? null : user.passwordHash;
    if (await this.hashing.verify(password, hash ?? undefined, attempt)) return true;
    const { accountId, id: userId } = user;
    if (attempt.isWanted()) await this.lockOuts.failed({ accountId, userId }, attempt.address);
    return false;
  }

  /** Returns false when the password was changed in the meantime, which stands. */
  async replace({ id, source, passwordHash }: User, password: Redacted<string>): Promise<boolean> {
    const kept = await this.passwords.of({ source }, password);
    const { affected } = await this.users.update(
      { id, passwordHash: passwordHash! },
      { ...kept, needResetPassword: false },
    );
    return affected === 1;
  }
}
