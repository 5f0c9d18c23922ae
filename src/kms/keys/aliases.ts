import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import type { Page, PageRequest } from '../../common/page.ts';
import { countedPage } from '../../database/counted-page.ts';
import { insertNew } from '../../database/insert-new.ts';
import { Authorization } from '../../identity/identity.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import { Alias } from './alias.entity.ts';
import { KeyChanges } from './key-changes.ts';
import { keyArn } from './key-name.ts';
import { requireState } from './key-state.ts';
import type { Key } from './key.entity.ts';
import { KeysService } from './keys.ts';

/**
 * Names of keys that can be pointed at other keys. Changing one takes permission on the key as well as on the alias.
 */
@Injectable()
export class Aliases {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: KeysService,
    private readonly changes: KeyChanges,
    private readonly authorization: Authorization,
    private readonly clock: Clock,
  ) {}

  /** @throws AliasAlreadyExists, Rejected.StateModifiedFailed for a key that is pending deletion */
  async create(caller: Caller, aliasName: string, keyIdOrArn: string): Promise<void> {
    await this.requireOnKey(caller, 'kms:CreateAlias', keyIdOrArn);
    await this.changes.locked(caller, keyIdOrArn, async (tx, key) => {
      requireState(key.state, 'Enabled', 'Disabled', 'PendingImport');
      const { accountId, region, keyId } = key;
      await this.freeOverdue(tx, { accountId, region, aliasName });
      const [made] = await insertNew(tx, Alias, { accountId, region, aliasName, keyId }, 'aliasName');
      if (!made) throw KmsErrors.AliasExists();
    });
  }

  /** @throws Forbidden.AliasNotFound, Rejected.PendingDeletion for a key that is pending deletion */
  async update(caller: Caller, aliasName: string, keyIdOrArn: string): Promise<void> {
    await this.requireOnKey(caller, 'kms:UpdateAlias', keyIdOrArn);
    await this.changes.locked(caller, keyIdOrArn, async (tx, key) => {
      if (key.state === 'PendingDeletion') throw KmsErrors.KeyPendingDeletion();
      const { accountId, region, keyId } = key;
      await this.freeOverdue(tx, { accountId, region, aliasName });
      const { affected } = await tx.update(Alias, { accountId, region, aliasName }, { keyId });
      if (affected !== 1) throw KmsErrors.AliasNotFound();
    });
  }

  /** @throws Forbidden.AliasNotFound */
  async delete(caller: Caller, aliasName: string): Promise<void> {
    const { accountId, region } = caller;
    const { keyId } = await this.keys.find(caller, aliasName);
    await this.requireOnKey(caller, 'kms:DeleteAlias', keyId);
    const { affected } = await this.dataSource.manager.delete(Alias, { accountId, region, aliasName, keyId });
    // It was pointed at another key meanwhile, which takes permission on that one, or it is gone.
    if (affected !== 1) return this.delete(caller, aliasName);
  }

  list(caller: Caller, page: PageRequest): Promise<Page<Alias>> {
    return countedPage(this.queryOf(caller), page);
  }

  async listByKey(caller: Caller, keyIdOrArn: string, page: PageRequest): Promise<Page<Alias>> {
    const key = await this.keys.findById(caller, keyIdOrArn);
    return countedPage(this.queryOf(key).andWhere('alias.keyId = :keyId', { keyId: key.keyId }), page);
  }

  // An alias is a name in the caller's account and cannot name another account's key.
  private async requireOnKey(caller: Caller, action: string, keyIdOrArn: string): Promise<void> {
    const key = await this.keys.findById(caller, keyIdOrArn);
    if (key.accountId !== caller.accountId) throw KmsErrors.KeyNotFound();
    await this.authorization.authorize(caller, { action, resource: keyArn(key, key.keyId) });
  }

  /** Deletes the alias if its key no longer exists but is not wiped yet. */
  private async freeOverdue(tx: EntityManager, { accountId, region, aliasName }: Omit<Alias, 'keyId'>): Promise<void> {
    await tx.query(freeOverdue, [accountId, region, aliasName, this.clock.now()]);
  }

  private queryOf({ accountId, region }: Pick<Key, 'accountId' | 'region'>): SelectQueryBuilder<Alias> {
    return this.dataSource.manager
      .createQueryBuilder(Alias, 'alias')
      .where({ accountId, region })
      .andWhere(keyExists, { now: this.clock.now() })
      .orderBy('alias.aliasName');
  }
}

const keyExists = `exists (select from kms_keys k
  where k.account_id = alias.account_id and k.region = alias.region and k.key_id = alias.key_id
  and (k.deletion_at is null or k.deletion_at > :now))`;

const freeOverdue = `
  delete from kms_aliases a using kms_keys k
  where a.account_id = $1 and a.region = $2 and a.alias_name = $3
    and k.account_id = a.account_id and k.region = a.region and k.key_id = a.key_id and k.deletion_at <= $4`;
