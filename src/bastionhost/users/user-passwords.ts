import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.ts';
import type { Redacted } from '../../common/redacted.ts';
import { invalidParameter } from '../bastionhost.errors.ts';
import { PasswordHashing } from './password-hashing.ts';
import { isAcceptablePassword } from './password-policy.ts';
import type { User } from './user.entity.ts';

/** Turns the passwords that administrators give to users into what is kept of them. */
@Injectable()
export class UserPasswords {
  constructor(
    private readonly hashing: PasswordHashing,
    private readonly clock: Clock,
  ) {}

  /**
   * Local users need one, and RAM users may have one of the bastion's own; those of a directory have theirs there.
   * @throws InvalidParameter when it is too weak, missing or not wanted
   */
  async of(
    { source }: Pick<User, 'source'>,
    password: Redacted<string> | undefined,
  ): Promise<Pick<User, 'passwordHash' | 'passwordSetAt'>> {
    if (source !== 'Local' && !password) return { passwordHash: null, passwordSetAt: null };
    const isPossible = source === 'Local' || source === 'Ram';
    if (!isPossible || !password || !isAcceptablePassword(password)) throw invalidParameter('Password');
    return { passwordHash: await this.hashing.hash(password), passwordSetAt: this.clock.now() };
  }
}
