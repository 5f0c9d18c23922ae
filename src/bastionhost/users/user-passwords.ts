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

  /** @throws InvalidParameter when it is too weak, lacks for a local user, or is given to another */
  async of(
    { source }: Pick<User, 'source'>,
    password: Redacted<string> | undefined,
  ): Promise<Pick<User, 'passwordHash' | 'passwordSetAt'>> {
    if (source !== 'Local' && !password) return { passwordHash: null, passwordSetAt: null };
    if (source !== 'Local' || !password || !isAcceptablePassword(password)) throw invalidParameter('Password');
    return { passwordHash: await this.hashing.hash(password), passwordSetAt: this.clock.now() };
  }
}
