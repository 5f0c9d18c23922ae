import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import type { Redacted } from '../../common/redacted.ts';
import { insertNew } from '../../database/insert-new.ts';
import type { SealedKeyVersion } from '../keys/key-materials.ts';
import { KeysService } from '../keys/keys.ts';
import { SecretEnvelope } from './secret-envelope.ts';
import { SecretVersion, type SecretDataType, type UnstoredVersion } from './secret-version.entity.ts';
import type { Secret } from './secret.entity.ts';

export interface NewVersion {
  readonly versionId: string;
  readonly data: Redacted<string>;
  readonly dataType: SecretDataType;
}

const maxVersions = 10;

/** The versions of a secret. Callers that change them hold the secret's lock. */
@Injectable()
export class SecretVersions {
  constructor(
    private readonly keys: KeysService,
    private readonly envelope: SecretEnvelope,
    private readonly clock: Clock,
  ) {}

  /** Encrypts and adds a version; false when the id is already taken. @throws Rejected.Disabled */
  async add(tx: EntityManager, secret: Secret, version: NewVersion): Promise<boolean> {
    const keyVersion = await this.keys.version(tx, secret);
    const row = this.encrypt(secret, keyVersion, version);
    const added = await insertNew(tx, SecretVersion, row, 'versionId');
    return added.length === 1;
  }

  /** Returns a version as it is stored. */
  encrypt(secret: Secret, keyVersion: SealedKeyVersion, { versionId, dataType, data }: NewVersion): UnstoredVersion {
    const place = { ...placeOf(secret), versionId };
    const { keyId, keyVersionId } = keyVersion;
    const envelope = this.envelope.encrypt(place, keyVersion, data);
    return { ...place, dataType, keyId, keyVersionId, ...envelope, createdAt: this.clock.now() };
  }

  /** Returns a version and its value, whatever its labels; undefined when there is none. @throws Rejected.Disabled */
  async open(tx: EntityManager, secret: Secret, versionId: string): Promise<NewVersion | undefined> {
    const version = await tx.findOneBy(SecretVersion, { ...placeOf(secret), versionId });
    if (!version) return undefined;
    const keyVersion = await this.keys.version(tx, version);
    return { versionId, dataType: version.dataType, data: this.envelope.decrypt(version, keyVersion, version) };
  }

  has(tx: EntityManager, secret: Secret, versionId: string): Promise<boolean> {
    return tx.existsBy(SecretVersion, { ...placeOf(secret), versionId });
  }

  async remove(tx: EntityManager, secret: Secret, versionId: string): Promise<void> {
    await tx.delete(SecretVersion, { ...placeOf(secret), versionId });
  }

  /** Keeps 10 versions: the oldest without a label are removed first, one with a label is never removed. */
  async prune(tx: EntityManager, secret: Secret): Promise<void> {
    await tx.query(pruneVersions, [secret.accountId, secret.region, secret.secretId, maxVersions]);
  }
}

function placeOf({ accountId, region, secretId }: Secret) {
  return { accountId, region, secretId };
}

const pruneVersions = `
  delete from kms_secret_versions
  where account_id = $1 and region = $2 and secret_id = $3 and version_id in (
    select version_id from kms_secret_versions v
    where account_id = $1 and region = $2 and secret_id = $3 and not exists (
      select from kms_secret_stages s
      where s.account_id = $1 and s.region = $2 and s.secret_id = $3 and s.version_id = v.version_id
    )
    order by created_at, sequence
    limit greatest(0, (
      select count(*) from kms_secret_versions where account_id = $1 and region = $2 and secret_id = $3
    ) - $4)
  )`;
