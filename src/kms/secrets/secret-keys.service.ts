import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Authorization } from '../../identity/identity.api.ts';
import { keyArn } from '../keys/key-name.ts';
import type { SealedKeyVersion } from '../keys/key-materials.service.ts';
import { Key } from '../keys/key.entity.ts';
import { KeysService } from '../keys/keys.service.ts';
import { resourceFacts } from '../resource-facts.ts';
import type { Secret } from './secret.entity.ts';

/** The keys that secrets lie under. A customer's key must be open to whoever writes a value; the account's service key is KMS's own. */
@Injectable()
export class SecretKeys {
  constructor(
    private readonly keys: KeysService,
    private readonly authorization: Authorization,
  ) {}

  /** Of the key named, else of the account's service key. Throws Forbidden.KeyNotFound, Forbidden.NoPermission, Rejected.Disabled. */
  async forNewSecret(caller: Caller, keyIdOrArn?: string): Promise<SealedKeyVersion> {
    return this.keys.forNewSecret(caller, keyIdOrArn).catch(async (error: unknown) => {
      // Whoever may not use a key does not learn whether there is one.
      if (keyIdOrArn !== undefined) await this.ask(caller, keyArn(caller, keyIdOrArn));
      throw error;
    });
  }

  /** Throws Forbidden.NoPermission when the caller may write no value under the secret's key. */
  async requireWritable(caller: Caller, tx: EntityManager, { accountId, region, keyId }: Secret): Promise<void> {
    const key = await tx.findOneByOrFail(Key, { accountId, region, keyId });
    if (key.creatorType !== 'Service') await this.ask(caller, keyArn(key, key.keyId), key);
  }

  private ask(caller: Caller, resource: string, key?: Key): Promise<void> {
    const facts = key ? resourceFacts(key.policy, key.tags) : {};
    return this.authorization.authorize(caller, { action: 'kms:GenerateDataKey', resource, facts });
  }
}
