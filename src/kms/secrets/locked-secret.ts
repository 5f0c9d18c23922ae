import type { EntityManager } from 'typeorm';
import type { Clock } from '../../common/clock.ts';
import type { EcsSecretConfig, RotationSchedule, SecretType } from '../kms.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import type { LockedSecret, RotatedSecret, RotatedVersion, RotationStage } from '../rotated-secret.api.ts';
import { ecsConfigOf } from './ecs-secret-config.ts';
import { readRamConfig } from './ram-secret-config.ts';
import type { SecretDirectory } from './secret-directory.ts';
import { secretArn } from './secret-name.ts';
import { managedScheduleOf, nextRotationAt } from './secret-schedule.ts';
import { currentStage, moveStage, pendingStage, removeStage, stagesOf } from './secret-stages.ts';
import type { SecretVersions } from './secret-versions.ts';
import type { Secret } from './secret.entity.ts';

/** What a rotation knows about a secret. */
export class SecretOfRow implements RotatedSecret {
  readonly accountId: string;
  readonly region: string;
  readonly secretId: string;
  readonly name: string;
  readonly arn: string;
  readonly type: SecretType;
  readonly ecs?: EcsSecretConfig;
  readonly ramUserName?: string;

  constructor(protected readonly row: Secret) {
    this.accountId = row.accountId;
    this.region = row.region;
    this.secretId = row.secretId;
    this.name = row.name;
    this.arn = secretArn(row, row.name);
    this.type = row.type;
    this.ecs = ecsConfigOf(row.extendedConfig);
    this.ramUserName = readRamConfig(row.extendedConfig ?? '')?.userName;
  }
}

/** The services that all locked secrets share. */
export interface LockedSecretParts {
  readonly directory: SecretDirectory;
  readonly versions: SecretVersions;
  readonly clock: Clock;
}

/** A secret whose row is locked by `tx`. */
export class LockedSecretOfRow extends SecretOfRow implements LockedSecret {
  constructor(
    private readonly parts: LockedSecretParts,
    private readonly tx: EntityManager,
    row: Secret,
  ) {
    super(row);
  }

  get isInDeleteWindow(): boolean {
    return this.row.plannedDeletionAt !== null;
  }

  get schedule(): RotationSchedule {
    return managedScheduleOf(this.row);
  }

  refuseDeleteWindow(): void {
    if (this.isInDeleteWindow) throw KmsErrors.SecretInDeleteWindow();
  }

  hasVersion(versionId: string): Promise<boolean> {
    return this.parts.versions.has(this.tx, this.row, versionId);
  }

  async open(stage: RotationStage): Promise<RotatedVersion | undefined> {
    const versionId = (await stagesOf(this.tx, this.row)).get(stage);
    return versionId === undefined ? undefined : this.parts.versions.open(this.tx, this.row, versionId);
  }

  async put(candidate: RotatedVersion): Promise<void> {
    const added = await this.parts.versions.add(this.tx, this.row, { ...candidate, dataType: 'text' });
    if (!added) throw KmsErrors.VersionExists();
    await moveStage(this.tx, this.row, pendingStage, candidate.versionId);
    await this.parts.versions.prune(this.tx, this.row);
  }

  async promote(versionId: string): Promise<void> {
    await this.requirePending(versionId);
    await removeStage(this.tx, this.row, pendingStage);
    await moveStage(this.tx, this.row, currentStage, versionId);
    const now = this.parts.clock.now();
    await this.change({ lastRotatedAt: now, updatedAt: now, rotationState: 'ok', nextRotationAt: this.nextDate(now) });
  }

  async discard(versionId: string): Promise<void> {
    await this.requirePending(versionId);
    await this.parts.versions.remove(this.tx, this.row, versionId);
  }

  async pauseSchedule(): Promise<void> {
    await this.change({ rotationState: 'invalid' });
  }

  /** However many dates have passed in the meantime, only one rotation was due. */
  private nextDate(now: Date): Date | null {
    const { createdAt, rotationIntervalSeconds: seconds } = this.row;
    return seconds === null ? null : nextRotationAt({ createdAt, lastRotatedAt: now }, seconds, now);
  }

  private async change(values: Partial<Secret>): Promise<void> {
    await this.parts.directory.update(this.tx, this.row, values);
    Object.assign(this.row, values);
  }

  private async requirePending(versionId: string): Promise<void> {
    const pending = (await stagesOf(this.tx, this.row)).get(pendingStage);
    if (pending !== versionId)
      throw new Error(`version ${versionId} of secret ${this.secretId} is not the pending one`);
  }
}
