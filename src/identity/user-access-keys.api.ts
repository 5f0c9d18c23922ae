import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../common/caller.ts';
import { Clock } from '../common/clock.ts';
import { Redacted } from '../common/redacted.ts';
import { Sealing } from '../sealing/sealing.api.ts';
import { accessKeyPlace } from './access-keys/access-key-place.ts';
import { newKeyPair } from './access-keys/key-pair.ts';
import {
  anyUser,
  countKeys,
  deleteKey,
  findKey,
  insertKey,
  listKeys,
  updateKey,
} from './access-keys/user-access-key-rows.ts';
import { IdentityErrors } from './identity.errors.ts';
import { limits } from './limits.ts';
import { findUser, holdUser } from './users/find-user.ts';

/** An AccessKey of a RAM user, without its secret. */
export interface KnownAccessKey {
  readonly accessKeyId: string;
  readonly active: boolean;
  readonly createdAt: Date;
  /** Accurate to the minute; null when the key was never used. */
  readonly lastUsedAt: Date | null;
}

export interface CreatedAccessKey extends Omit<KnownAccessKey, 'lastUsedAt'> {
  readonly secret: Redacted<string>;
}

/**
 * The AccessKeys of RAM users, by the name of the user in the caller's account. The caller's permission is not checked
 * here. A change joins the given transaction, or runs in one of its own. A secret is shown only once.
 * @throws EntityNotExist.User, EntityNotExist.User.AccessKey
 */
@Injectable()
export class UserAccessKeys {
  private readonly manager: EntityManager;

  constructor(
    dataSource: DataSource,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {
    this.manager = dataSource.manager;
  }

  /** @throws LimitExceeded.User.AccessKey when the user already has two */
  create(caller: Caller, userName: string, outer: EntityManager = this.manager): Promise<CreatedAccessKey> {
    const { id, secret } = newKeyPair();
    const { accountId } = caller;
    const created = { accessKeyId: id, active: true, createdAt: this.clock.now() };
    const sealedSecret = this.sealing.seal(new Redacted(Buffer.from(secret.reveal())), accessKeyPlace(accountId, id));
    return outer.transaction(async (tx) => {
      const { userId } = await holdUser(tx, caller, userName);
      const count = await countKeys(tx, { accountId, userId });
      if (count >= limits.accessKeysOfUser) throw IdentityErrors.TooManyAccessKeys();
      await insertKey(tx, { ...created, accountId, userId, sealedSecret });
      return { ...created, secret };
    });
  }

  async list(caller: Caller, userName: string): Promise<KnownAccessKey[]> {
    const { accountId, userId } = await findUser(this.manager, caller, userName);
    return listKeys(this.manager, { accountId, userId });
  }

  async get(caller: Caller, userName: string, accessKeyId: string): Promise<KnownAccessKey> {
    const key = await findKey(this.manager, await keyOf(this.manager, caller, userName, accessKeyId));
    if (!key) throw IdentityErrors.AccessKeyNotFound();
    return key;
  }

  async setActive(caller: Caller, userName: string, accessKeyId: string, active: boolean): Promise<void> {
    const key = await keyOf(this.manager, caller, userName, accessKeyId);
    if (!(await updateKey(this.manager, key, active))) throw IdentityErrors.AccessKeyNotFound();
  }

  async delete(caller: Caller, userName: string, accessKeyId: string): Promise<void> {
    const key = await keyOf(this.manager, caller, userName, accessKeyId);
    if (!(await deleteKey(this.manager, key))) throw IdentityErrors.AccessKeyNotFound();
  }

  /** Deletes the AccessKey of whichever user of the account has it: users get other names. False when there is none. */
  deleteOfAnyUser({ accountId }: Caller, accessKeyId: string, tx: EntityManager): Promise<boolean> {
    return deleteKey(tx, { accountId, userId: anyUser, accessKeyId });
  }
}

async function keyOf(manager: EntityManager, caller: Caller, userName: string, accessKeyId: string) {
  const { accountId, userId } = await findUser(manager, caller, userName);
  return { accountId, userId, accessKeyId };
}
