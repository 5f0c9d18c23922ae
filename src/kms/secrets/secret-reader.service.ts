import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import type { Page } from '../../common/page.ts';
import type { Redacted } from '../../common/redacted.ts';
import { keyArn } from '../keys/key-name.ts';
import { requireEnabled } from '../keys/key-state.ts';
import {
  SecretReader,
  type SecretListing,
  type SecretSummary,
  type SecretValue,
  type SecretValueQuery,
} from '../kms.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import { dryRunAnswer } from '../dry-run.ts';
import { ecsConfigOf } from './ecs-secret-config.ts';
import { GuardedCalls } from '../guarded-calls.service.ts';
import { SecretDirectory } from './secret-directory.service.ts';
import { SecretEnvelope } from './secret-envelope.ts';
import { secretArn, secretPlace, secretsArn } from './secret-name.ts';
import { scheduleOf } from './secret-schedule.ts';
import { currentStage, previousStage } from './secret-stages.ts';
import { SecretValueLookup, type StoredValue, type StoredVersion } from './secret-value-lookup.service.ts';
import type { Secret } from './secret.entity.ts';

@Injectable()
export class SecretReaderService extends SecretReader {
  constructor(
    private readonly guarded: GuardedCalls,
    private readonly directory: SecretDirectory,
    private readonly lookup: SecretValueLookup,
    private readonly envelope: SecretEnvelope,
  ) {
    super();
  }

  list(caller: Caller, listing: SecretListing): Promise<Page<SecretSummary>> {
    return this.guarded.run(caller, 'ListSecrets', secretsArn(caller), async () => {
      const { items, total } = await this.directory.list(caller, listing);
      return { items: items.map(summaryOf), total };
    });
  }

  async getValue(caller: Caller, query: SecretValueQuery): Promise<SecretValue> {
    try {
      const arn = secretArn(caller, query.secretName);
      return await this.guarded.record(caller, 'GetSecretValue', arn, () => this.read(caller, arn, query));
    } catch (error) {
      throw query.dryRun ? dryRunAnswer(error) : error;
    }
  }

  private async read(caller: Caller, arn: string, query: SecretValueQuery): Promise<SecretValue> {
    const place = secretPlace(caller, query.secretName);
    const { versionId, versionStage: stage } = query;
    const withPolicies = caller.identity.kind !== 'Account' || place?.accountId !== caller.accountId;
    const stored = place && (await this.lookup.find({ ...place, versionId, stage, withPolicies }));
    await this.guarded.require(caller, { action: 'kms:GetSecretValue', resource: arn, facts: stored?.facts ?? {} });
    if (!stored) throw KmsErrors.ResourceNotFound();
    if (stored.plannedDeletionAt) throw KmsErrors.SecretInDeleteWindow();
    const version = readableVersion(stored, stage);
    await this.requireDecrypt(caller, stored, version);
    requireEnabled(version.keyState);
    if (query.dryRun) throw KmsErrors.DryRunOperation();
    return valueOf(stored, version, this.open(stored, version));
  }

  private open({ accountId, region, secretId }: StoredValue, version: StoredVersion): Redacted<string> {
    const { versionId, keyId, keyVersionId, sealedMaterial } = version;
    const keyVersion = { accountId, region, keyId, keyVersionId, sealedMaterial };
    return this.envelope.decrypt({ accountId, region, secretId, versionId }, keyVersion, version);
  }

  /** The account's service key is KMS's own business; a customer's key is asked for too. */
  private async requireDecrypt(
    caller: Caller,
    { accountId, region }: StoredValue,
    version: StoredVersion,
  ): Promise<void> {
    if (version.keyIsService) return;
    const resource = keyArn({ accountId, region }, version.keyId);
    await this.guarded.require(caller, { action: 'kms:Decrypt', resource, facts: version.keyFacts });
  }
}

// Of a managed secret only the current and the previous value are readable: never the candidate of a rotation.
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

function summaryOf(secret: Secret): SecretSummary {
  return {
    name: secret.name,
    type: secret.type,
    createdAt: secret.createdAt,
    updatedAt: secret.updatedAt,
    plannedDeletionAt: secret.plannedDeletionAt ?? undefined,
    tags: secret.tags,
    ecs: ecsConfigOf(secret.extendedConfig),
  };
}
