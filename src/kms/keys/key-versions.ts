import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import type { Page, PageRequest } from '../../common/page.ts';
import { countedPage } from '../../database/counted-page.ts';
import { KmsErrors } from '../kms.errors.ts';
import { KeyChanges } from './key-changes.ts';
import { KeyMaterials, type NewMaterial } from './key-materials.ts';
import { newKeyVersionId } from './key-name.ts';
import { rotationFrom } from './key-rotation-policy.ts';
import { algorithmOf } from './key-spec.ts';
import { requireEnabled } from './key-state.ts';
import { KeyVersion } from './key-version.entity.ts';
import type { Key } from './key.entity.ts';
import { KeysService } from './keys.ts';

/** The number of versions from which CreateKeyVersion is refused; automatic rotation continues beyond it. */
const maxVersions = 50;

/** A version with everything needed to store it. */
type NewVersion = Pick<KeyVersion, 'keyVersionId'> & NewMaterial;

@Injectable()
export class KeyVersions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: KeysService,
    private readonly changes: KeyChanges,
    private readonly materials: KeyMaterials,
    private readonly clock: Clock,
  ) {}

  /**
   * Adds a version to an enabled key whose material is made here. For a symmetric key it becomes the primary one.
   * @throws the errors of requireEnabled, Unsupported.Origin, UnsupportedOperation for an HMAC key,
   *   Rejected.LimitExceeded
   */
  async create(caller: Caller, keyIdOrArn: string): Promise<KeyVersion> {
    const version = await this.make(await this.keys.readById(caller, keyIdOrArn));
    return this.changes.locked(caller, keyIdOrArn, async (tx, key) => {
      requireEnabled(key.state);
      const { accountId, region, keyId } = key;
      const count = await tx.countBy(KeyVersion, { accountId, region, keyId });
      if (count >= maxVersions) throw KmsErrors.TooManyKeyVersions();
      return this.add(tx, key, version);
    });
  }

  /**
   * Makes what `add` stores. Separate from it because a key pair takes time to make.
   * @throws Unsupported.Origin, UnsupportedOperation for an HMAC key
   */
  async make(key: Key): Promise<NewVersion> {
    if (key.origin === 'EXTERNAL') throw KmsErrors.OriginUnsupported();
    if (key.usage === 'GENERATE/VERIFY_MAC') throw KmsErrors.ActionUnsupported();
    const { accountId, region, keyId } = key;
    const keyVersionId = newKeyVersionId();
    return { keyVersionId, ...(await this.materials.make({ accountId, region, keyId, keyVersionId }, key.spec)) };
  }

  /** Adds a version to a key whose row is locked. */
  async add(tx: EntityManager, key: Key, version: NewVersion): Promise<KeyVersion> {
    const { accountId, region, keyId } = key;
    const now = this.clock.now();
    const row = tx.create(KeyVersion, { accountId, region, keyId, ...version, createdAt: now });
    await tx.insert(KeyVersion, row);
    const isPrimary = algorithmOf(key.spec).kind === 'symmetric';
    await this.changes.update(tx, key, {
      lastRotatedAt: now,
      ...(isPrimary ? { primaryVersionId: version.keyVersionId } : {}),
      ...rotationFrom(now, key.rotationSeconds ?? undefined),
    });
    return row;
  }

  /** @throws Forbidden.KeyVersionNotFound */
  async find(caller: Caller, keyIdOrArn: string, keyVersionId: string): Promise<KeyVersion> {
    const { accountId, region, keyId } = await this.keys.findById(caller, keyIdOrArn);
    const version = await this.dataSource.manager.findOneBy(KeyVersion, { accountId, region, keyId, keyVersionId });
    if (!version) throw KmsErrors.KeyVersionNotFound();
    return version;
  }

  /** Oldest first. */
  async list(caller: Caller, keyIdOrArn: string, page: PageRequest): Promise<Page<KeyVersion>> {
    const { accountId, region, keyId } = await this.keys.findById(caller, keyIdOrArn);
    const query = this.dataSource
      .createQueryBuilder(KeyVersion, 'version')
      .where({ accountId, region, keyId })
      .orderBy('version.createdAt')
      .addOrderBy('version.sequence');
    return countedPage(query, page);
  }
}
