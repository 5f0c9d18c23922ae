import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Authorization } from '../../identity/identity.api.ts';
import { keyArn } from '../keys/key-name.ts';
import type { SealedKeyVersion } from '../keys/key-materials.ts';
import { Key } from '../keys/key.entity.ts';
import { KeysService } from '../keys/keys.ts';
import { resourceFacts } from '../resource-facts.ts';
import type { Secret } from './secret.entity.ts';

/**
 * The keys that secrets are encrypted under. Writing a value takes permission on a customer's key; the account's
 * service key is KMS's own and takes none.
 */
@Injectable()
export class SecretKeys {
  constructor(
    private readonly keys: KeysService,
    private readonly authorization: Authorization,
  ) {}

  /**
   * A version of the key named, or else of the account's service key.
   * @throws Forbidden.KeyNotFound, Forbidden.NoPermission, Rejected.Disabled
   */
  async forNewSecret(caller: Caller, keyIdOrArn?: string): Promise<SealedKeyVersion> {
    return this.keys.keyForNewSecret(caller, keyIdOrArn).catch(async (error: unknown) => {
      // A caller without permission on a key does not learn whether it exists.
      if (keyIdOrArn !== undefined) await this.ask(caller, keyArn(caller, keyIdOrArn));
      throw error;
    });
  }

  /** @throws Forbidden.NoPermission when the caller may not write values under the secret's key */
  async requireWritable(caller: Caller, tx: EntityManager, { accountId, region, keyId }: Secret): Promise<void> {
    const key = await tx.findOneByOrFail(Key, { accountId, region, keyId });
    if (key.creatorType !== 'Service') await this.ask(caller, keyArn(key, key.keyId), key);
  }

  private ask(caller: Caller, resource: string, key?: Key): Promise<void> {
    const facts = key ? resourceFacts(key.policy, key.tags) : {};
    return this.authorization.authorize(caller, { action: 'kms:GenerateDataKey', resource, facts });
  }
}
