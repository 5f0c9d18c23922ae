import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.ts';
import type { Redacted } from '../../common/redacted.ts';
import {
  UserAuthentication,
  type AuthenticatedUser,
  type BastionListener,
  type PasswordAttempt,
} from '../bastionhost.api.ts';
import { PasswordHashing } from './password-hashing.ts';
import { UserPublicKeysService } from './user-public-keys.ts';
import { isEffectiveAt, type User } from './user.entity.ts';
import { UsersService } from './users.ts';

// A client may send anything as its name. PostgreSQL rejects NUL in text.
const possibleName = /^[^\p{Cc}]{1,128}$/u;

@Injectable()
export class InstanceUserAuthentication extends UserAuthentication {
  constructor(
    private readonly users: UsersService,
    private readonly publicKeys: UserPublicKeysService,
    private readonly hashing: PasswordHashing,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async byPassword(
    listener: BastionListener,
    userName: string,
    password: Redacted<string>,
    attempt?: PasswordAttempt,
  ): Promise<AuthenticatedUser | undefined> {
    const user = await this.find(listener, userName);
    const isRight = await this.hashing.verify(password, user?.passwordHash, attempt);
    return isRight ? this.admit(user) : undefined;
  }

  override async byPublicKey(
    listener: BastionListener,
    userName: string,
    publicKey: Buffer,
  ): Promise<AuthenticatedUser | undefined> {
    const user = await this.find(listener, userName);
    // No user has the id 0: an unknown name costs the same look-up.
    const publicKeyId = await this.publicKeys.idOf(user ?? { accountId: listener.accountId, id: '0' }, publicKey);
    return publicKeyId === undefined ? undefined : this.admit(user, publicKeyId);
  }

  private async find(listener: BastionListener, userName: string): Promise<User | undefined> {
    if (!possibleName.test(userName)) return undefined;
    return (await this.users.findByName(listener, userName)) ?? undefined;
  }

  private admit(user: User | undefined, publicKeyId?: string): AuthenticatedUser | undefined {
    if (!user || !isEffectiveAt(user, this.clock.now())) return undefined;
    const { accountId, region, instanceId, id: userId, userName } = user;
    return { accountId, region, instanceId, userId, userName, publicKeyId };
  }
}
