import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Authorization, type ResourceFacts } from '../../identity/identity.api.ts';
import { keyArn } from '../keys/key-name.ts';
import type { SealedKeyVersion } from '../keys/key-materials.ts';
import { KeysService } from '../keys/keys.ts';
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

  /**
   * @throws Forbidden.NoPermission when the caller may not write values under the secret's key, Forbidden.KeyNotFound
   */
  async requireWritable(caller: Caller, tx: EntityManager, secret: Secret): Promise<void> {
    const key = await this.keys.keyOf(caller, tx, secret);
    if (key.creatorType !== 'Service') await this.ask(caller, keyArn(key, key.keyId), key.facts);
  }

  private ask(caller: Caller, resource: string, facts: ResourceFacts = {}): Promise<void> {
    return this.authorization.authorize(caller, { action: 'kms:GenerateDataKey', resource, facts });
  }
}
