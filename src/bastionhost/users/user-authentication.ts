import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.ts';
import type { Redacted } from '../../common/redacted.ts';
import {
  UserAuthentication,
  type AuthenticatedUser,
  type BastionListener,
  type LogonRefusal,
  type PasswordAttempt,
} from '../bastionhost.api.ts';
import { BastionInstances } from '../instances/bastion-instances.ts';
import { PasswordProof } from './password-proof.ts';
import { UserPublicKeysService } from './user-public-keys.ts';
import { mustChangePassword, refusalAt } from './user-state.ts';
import type { User } from './user.entity.ts';
import { UsersService } from './users.ts';

// A client may send anything as its name. PostgreSQL rejects NUL in text.
const possibleName = /^[^\p{Cc}]{1,128}$/u;

@Injectable()
export class InstanceUserAuthentication extends UserAuthentication {
  constructor(
    private readonly users: UsersService,
    private readonly publicKeys: UserPublicKeysService,
    private readonly passwords: PasswordProof,
    private readonly clock: Clock,
    private readonly instances: BastionInstances,
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
    const isRight = await this.passwords.holds(user, password, attempt);
    return user && isRight ? authenticated(user, { refusal: await this.refusalOfPassword(user) }) : undefined;
  }

  override async byPublicKey(
    listener: BastionListener,
    userName: string,
    publicKey: Buffer,
  ): Promise<AuthenticatedUser | undefined> {
    const user = await this.find(listener, userName);
    // No user has the id 0: an unknown name costs the same look-up.
    const publicKeyId = await this.publicKeys.idOf(user ?? { accountId: listener.accountId, id: '0' }, publicKey);
    if (!user || publicKeyId === undefined) return undefined;
    return authenticated(user, { publicKeyId, publicKey, refusal: refusalAt(user, this.clock.now()) });
  }

  private async find(listener: BastionListener, userName: string): Promise<User | undefined> {
    if (!possibleName.test(userName)) return undefined;
    return (await this.users.findByName(listener, userName)) ?? undefined;
  }

  private async refusalOfPassword(user: User): Promise<LogonRefusal | undefined> {
    const now = this.clock.now();
    const refusal = refusalAt(user, now);
    if (refusal) return refusal;
    const { console } = await this.instances.require(user, user.instanceId);
    return mustChangePassword(user, console, now) ? 'PasswordExpired' : undefined;
  }
}

function authenticated(
  { accountId, region, instanceId, id: userId, userName }: User,
  proof: Pick<AuthenticatedUser, 'publicKeyId' | 'publicKey' | 'refusal'>,
): AuthenticatedUser {
  return { accountId, region, instanceId, userId, userName, ...proof };
}
