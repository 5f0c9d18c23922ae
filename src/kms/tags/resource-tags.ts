import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { KeyChanges } from '../keys/key-changes.ts';
import type { SecretTag } from '../kms.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import { SecretDirectory } from '../secrets/secret-directory.ts';
import { mergeTags } from './tag-rules.ts';
import { distinct, ownIdOf, type TaggedResource } from './tagged-resource.ts';

type Change = (tags: readonly SecretTag[]) => SecretTag[];

/**
 * Changes the tags of keys and secrets, of all that are named or of none. Callers must have been authorised on the ARN
 * of each.
 */
@Injectable()
export class ResourceTags {
  constructor(
    private readonly dataSource: DataSource,
    private readonly directory: SecretDirectory,
    private readonly keys: KeyChanges,
  ) {}

  /** @throws Rejected.LimitExceeded, the errors of `untag` */
  async tag(caller: Caller, resources: readonly TaggedResource[], added: readonly SecretTag[]): Promise<void> {
    await this.change(caller, resources, (tags) => mergeTags(tags, added));
  }

  /**
   * Removes the tags with these keys, or all tags.
   * @throws Forbidden.ResourceNotFound, Forbidden.KeyNotFound, Rejected.ResourceInDeleteWindow
   */
  async untag(caller: Caller, resources: readonly TaggedResource[], keys: readonly string[] | 'all'): Promise<void> {
    await this.change(caller, resources, (tags) =>
      keys === 'all' ? [] : tags.filter(({ key }) => !keys.includes(key)),
    );
  }

  private async change(caller: Caller, resources: readonly TaggedResource[], change: Change): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      for (const resource of distinct(caller, resources)) {
        if (resource.kind === 'key') await this.changeKey(caller, tx, resource, change);
        else await this.changeSecret(caller, tx, resource, change);
      }
    });
  }

  private async changeSecret(caller: Caller, tx: EntityManager, { id }: TaggedResource, change: Change): Promise<void> {
    const secret = await this.directory.lockShared(caller, tx, id);
    if (secret.plannedDeletionAt) throw KmsErrors.SecretInDeleteWindow();
    await this.directory.update(tx, secret, { tags: change(secret.tags) });
  }

  private async changeKey(caller: Caller, tx: EntityManager, resource: TaggedResource, change: Change): Promise<void> {
    const keyId = ownIdOf(caller, resource);
    if (keyId === undefined) throw KmsErrors.KeyNotFound();
    const key = await this.keys.lock(caller, tx, keyId);
    await this.keys.update(tx, key, { tags: change(key.tags) });
  }
}
