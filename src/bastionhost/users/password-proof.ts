import { Injectable } from '@nestjs/common';
import type { Redacted } from '../../common/redacted.ts';
import type { PasswordAttempt } from '../bastionhost.api.ts';
import { PasswordHashing } from './password-hashing.ts';
import type { User } from './user.entity.ts';

/** Checks passwords where they are kept, which follows from the source of the user. */
@Injectable()
export class PasswordProof {
  constructor(private readonly hashing: PasswordHashing) {}

  /**
   * Whether the password is the user's. Without a user the work is the same, and the answer is no.
   * @throws Outage when it cannot be checked at the moment
   */
  async holds(user: User | undefined, password: Redacted<string>, attempt?: PasswordAttempt): Promise<boolean> {
    return this.hashing.verify(password, user?.passwordHash ?? undefined, attempt);
  }
}
