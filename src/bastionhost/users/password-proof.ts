import { Injectable } from '@nestjs/common';
import type { Redacted } from '../../common/redacted.ts';
import type { PasswordAttempt } from '../bastionhost.api.ts';
import { DirectoryPasswords } from '../directories/directory-passwords.ts';
import { PasswordHashing } from './password-hashing.ts';
import type { User } from './user.entity.ts';

/** Checks passwords where they are kept, which follows from the source of the user. */
@Injectable()
export class PasswordProof {
  constructor(
    private readonly hashing: PasswordHashing,
    private readonly directories: DirectoryPasswords,
  ) {}

  /**
   * Whether the password is the user's. Without a user the work is the same, and the answer is no. Passwords of
   * directories are hashed meanwhile, so that a directory that is fast does not show who is in it.
   * @throws Outage when it cannot be checked at the moment
   */
  async holds(user: User | undefined, password: Redacted<string>, attempt?: PasswordAttempt): Promise<boolean> {
    const answers = await Promise.all([
      this.hashing.verify(password, user?.passwordHash ?? undefined, attempt),
      this.isInDirectory(user, password, attempt),
    ]);
    return answers.includes(true);
  }

  private async isInDirectory(
    user: User | undefined,
    password: Redacted<string>,
    attempt?: PasswordAttempt,
  ): Promise<boolean> {
    if (user?.source !== 'AD' && user?.source !== 'LDAP') return false;
    return this.directories.accepts(user, user.source, user, password, attempt);
  }
}
