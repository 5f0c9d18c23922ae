import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Redacted } from '../../common/redacted.ts';
import type { AuthenticatedUser, PasswordAttempt } from '../bastionhost.api.ts';
import { PasswordProof } from './password-proof.ts';
import { UserPasswords } from './user-passwords.ts';
import { User } from './user.entity.ts';

/** The passwords of users who are logged in and change their own. */
@Injectable()
export class OwnPasswords {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly proof: PasswordProof,
    private readonly passwords: UserPasswords,
  ) {}

  rowOf({ accountId, userId }: AuthenticatedUser): Promise<User> {
    return this.users.findOneByOrFail({ accountId, id: userId });
  }

  proves(user: User, password: Redacted<string>, attempt: PasswordAttempt): Promise<boolean> {
    return this.proof.holds(user, password, attempt);
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
