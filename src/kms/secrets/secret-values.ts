import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import type { Redacted } from '../../common/redacted.ts';
import type { Subject } from '../../guard/guard.api.ts';
import { Authorization } from '../../identity/identity.api.ts';
import { keyArn } from '../keys/key-name.ts';
import { requireEnabled } from '../keys/key-state.ts';
import type { SecretValue, SecretValueQuery } from '../kms.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import { ecsConfigOf } from './ecs-secret-config.ts';
import { SecretEnvelope } from './secret-envelope.ts';
import { secretArn, secretPlace } from './secret-name.ts';
import { scheduleOf } from './secret-schedule.ts';
import { currentStage, previousStage } from './secret-stages.ts';
import { SecretValueLookup, type StoredValue, type StoredVersion } from './secret-value-lookup.ts';

/** A stored value, in the form the guard takes. */
export interface FoundValue extends Subject {
  readonly query: SecretValueQuery;
  /** Undefined when there is no such secret. */
  readonly stored: StoredValue | undefined;
}

/** Reads values. The guard authorises the caller between `find` and `open`, on what was found. */
@Injectable()
export class SecretValues {
  /** Callers who shared a query share its row, which is decrypted for the first of them who may read it. */
  private readonly decrypted = new WeakMap<StoredVersion, Redacted<string>>();

  constructor(
    private readonly lookup: SecretValueLookup,
    private readonly envelope: SecretEnvelope,
    private readonly authorization: Authorization,
  ) {}

  async find(caller: Caller, query: SecretValueQuery): Promise<FoundValue> {
    const place = secretPlace(caller, query.secretName);
    const { versionId, versionStage: stage } = query;
    const withPolicies = caller.identity.kind !== 'Account' || place?.accountId !== caller.accountId;
    const stored = place && (await this.lookup.find({ ...place, versionId, stage, withPolicies }));
    const arn = secretArn(caller, query.secretName);
    return { resources: [{ arn, facts: stored?.facts ?? {} }], query, stored };
  }

  /**
   * @throws Forbidden.ResourceNotFound, Rejected.ResourceInDeleteWindow, AccessDenied for the secret's key, the errors
   *   of requireEnabled, DryRunOperationError after a dry run
   */
  async open(caller: Caller, { stored, query }: FoundValue): Promise<SecretValue> {
    if (!stored) throw KmsErrors.ResourceNotFound();
    if (stored.plannedDeletionAt) throw KmsErrors.SecretInDeleteWindow();
    const version = readableVersion(stored, query.versionStage);
    await this.requireDecrypt(caller, stored, version);
    requireEnabled(version.keyState);
    if (query.dryRun) throw KmsErrors.DryRunOperation();
    return valueOf(stored, version, this.valueIn(stored, version));
  }

  private valueIn(stored: StoredValue, version: StoredVersion): Redacted<string> {
    const data = this.decrypted.get(version) ?? this.decrypt(stored, version);
    this.decrypted.set(version, data);
    return data;
  }

  private decrypt({ accountId, region, secretId }: StoredValue, version: StoredVersion): Redacted<string> {
    const { versionId, keyId, keyVersionId, sealedMaterial } = version;
    const keyVersion = { accountId, region, keyId, keyVersionId, sealedMaterial };
    return this.envelope.decrypt({ accountId, region, secretId, versionId }, keyVersion, version);
  }

  /** The account's service key is KMS's own; a customer's key takes permission too. */
  private async requireDecrypt(
    caller: Caller,
    { accountId, region }: StoredValue,
    version: StoredVersion,
  ): Promise<void> {
    if (version.keyIsService) return;
    const resource = keyArn({ accountId, region }, version.keyId);
    await this.authorization.authorize(caller, { action: 'kms:Decrypt', resource, facts: version.keyFacts });
  }
}

// Only the current and the previous value of a managed secret are readable, never the candidate of a rotation.
function readableVersion({ type, version }: StoredValue, stage: string = currentStage): StoredVersion {
  const isReadable = type === 'Generic' || stage === currentStage || stage === previousStage;
  if (!version || !isReadable) throw KmsErrors.ResourceNotFound();
  return version;
}

function valueOf(stored: StoredValue, version: StoredVersion, data: Redacted<string>): SecretValue {
  return {
    secretName: stored.name,
    type: stored.type,
    versionId: version.versionId,
    versionStages: version.stages,
    data,
    dataType: version.dataType,
    createdAt: version.createdAt,
    lastRotatedAt: stored.lastRotatedAt ?? undefined,
    schedule: scheduleOf(stored),
    extendedConfig: stored.extendedConfig ?? undefined,
    ecs: ecsConfigOf(stored.extendedConfig),
  };
}
