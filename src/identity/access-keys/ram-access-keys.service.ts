import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { Redacted } from '../../common/redacted.ts';
import { Sealing } from '../../sealing/sealing.api.ts';
import { RamAccessKeys, type NewRamAccessKey } from '../identity.api.ts';
import { accessKeyPlace } from './access-key-place.ts';
import { AccessKeyEntity } from './access-key.entity.ts';
import { newKeyPair } from './key-pair.ts';

@Injectable()
export class RamAccessKeysService extends RamAccessKeys {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {
    super();
  }

  async belongsTo(accountId: string, userName: string, accessKeyId: string): Promise<boolean> {
    const found = await this.dataSource.query<unknown[]>(findKeyOfUser, [accountId, userName, accessKeyId]);
    return found.length > 0;
  }

  async list(tx: EntityManager, accountId: string, userName: string): Promise<string[] | undefined> {
    const userId = await this.lockUser(tx, accountId, userName);
    if (userId === undefined) return undefined;
    const keys = await tx.findBy(AccessKeyEntity, { accountId, userId });
    return keys.map(({ accessKeyId }) => accessKeyId);
  }

  async create(tx: EntityManager, accountId: string, userName: string): Promise<NewRamAccessKey> {
    const userId = await this.lockUser(tx, accountId, userName);
    if (userId === undefined) throw new Error(`the account ${accountId} has no RAM user of this name`);
    const { id: accessKeyId, secret: accessKeySecret } = newKeyPair();
    const bytes = new Redacted(Buffer.from(accessKeySecret.reveal()));
    const sealedSecret = this.sealing.seal(bytes, accessKeyPlace(accountId, accessKeyId));
    const createdAt = this.clock.now();
    await tx.insert(AccessKeyEntity, { accessKeyId, accountId, userId, sealedSecret, active: true, createdAt });
    return { accessKeyId, accessKeySecret, generatedAt: createdAt };
  }

  async delete(tx: EntityManager, accountId: string, userName: string, accessKeyId: string): Promise<void> {
    await tx.query(deleteKeyOfUser, [accountId, userName, accessKeyId]);
  }

  // Else two who count his keys at once would both find room.
  private async lockUser(tx: EntityManager, accountId: string, userName: string): Promise<string | undefined> {
    const [user] = await tx.query<{ userId: string }[]>(lockUser, [accountId, userName]);
    return user?.userId;
  }
}

const findKeyOfUser = `
  select from access_keys k join ram_users u using (user_id)
  where k.account_id = $1 and u.account_id = $1 and lower(u.user_name) = lower($2) and k.access_key_id = $3`;

const lockUser = `
  select user_id as "userId" from ram_users where account_id = $1 and lower(user_name) = lower($2) for update`;

const deleteKeyOfUser = `
  delete from access_keys k using ram_users u
  where u.user_id = k.user_id and k.account_id = $1 and u.account_id = $1 and lower(u.user_name) = lower($2)
    and k.access_key_id = $3`;
