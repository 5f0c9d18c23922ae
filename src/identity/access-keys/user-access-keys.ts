import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { Redacted } from '../../common/redacted.ts';
import { Sealing } from '../../sealing/sealing.api.ts';
import { UserAccessKeys, type CreatedAccessKey, type KnownAccessKey } from '../identity.api.ts';
import { IdentityErrors } from '../identity.errors.ts';
import { limits } from '../limits.ts';
import { findUser, holdUser } from '../users/find-user.ts';
import { accessKeyPlace } from './access-key-place.ts';
import { AccessKeyEntity } from './access-key.entity.ts';
import { newKeyPair } from './key-pair.ts';

/** The AccessKeys of RAM users: at most two per user. A secret is shown only once. */
@Injectable()
export class RamUserAccessKeys extends UserAccessKeys {
  constructor(
    @InjectRepository(AccessKeyEntity) private readonly keys: Repository<AccessKeyEntity>,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {
    super();
  }

  create(caller: Caller, userName: string, outer: EntityManager = this.keys.manager): Promise<CreatedAccessKey> {
    const { id, secret } = newKeyPair();
    const { accountId } = caller;
    const createdAt = this.clock.now();
    const sealedSecret = this.sealing.seal(new Redacted(Buffer.from(secret.reveal())), accessKeyPlace(accountId, id));
    return outer.transaction(async (tx) => {
      const { userId } = await holdUser(tx, caller, userName);
      const count = await tx.countBy(AccessKeyEntity, { accountId, userId });
      if (count >= limits.accessKeysOfUser) throw IdentityErrors.TooManyAccessKeys();
      await tx.insert(AccessKeyEntity, { accessKeyId: id, accountId, userId, sealedSecret, active: true, createdAt });
      return { accessKeyId: id, secret, active: true, createdAt };
    });
  }

  async list(caller: Caller, userName: string): Promise<KnownAccessKey[]> {
    const { accountId, userId } = await findUser(this.keys.manager, caller, userName);
    return this.keys.find({ where: { accountId, userId }, order: { createdAt: 'ASC', accessKeyId: 'ASC' } });
  }

  async get(caller: Caller, userName: string, accessKeyId: string): Promise<KnownAccessKey> {
    const key = await this.keys.findOneBy(await placeOf(this.keys.manager, caller, userName, accessKeyId));
    if (!key) throw IdentityErrors.AccessKeyNotFound();
    return key;
  }

  async setActive(caller: Caller, userName: string, accessKeyId: string, active: boolean): Promise<void> {
    const place = await placeOf(this.keys.manager, caller, userName, accessKeyId);
    const { affected } = await this.keys.update(place, { active });
    if (!affected) throw IdentityErrors.AccessKeyNotFound();
  }

  async delete(
    caller: Caller,
    userName: string,
    accessKeyId: string,
    tx: EntityManager = this.keys.manager,
  ): Promise<void> {
    const { affected } = await tx.delete(AccessKeyEntity, await placeOf(tx, caller, userName, accessKeyId));
    if (!affected) throw IdentityErrors.AccessKeyNotFound();
  }
}

async function placeOf(manager: EntityManager, caller: Caller, userName: string, accessKeyId: string) {
  const { accountId, userId } = await findUser(manager, caller, userName);
  return { accountId, userId, accessKeyId };
}
