import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { RotationEvents, type RotationEvent, type RotationFailure } from '../rotation-events.api.ts';
import { ecsConfigOf } from '../secrets/ecs-secret-config.ts';
import { SecretDirectory } from '../secrets/secret-directory.service.ts';
import { secretArn } from '../secrets/secret-name.ts';
import type { Secret } from '../secrets/secret.entity.ts';

/** From a rotation until its credential is checked. */
export const checkAfterMs = 3_600_000;

/** What the end of a rotation means to its secret and to people. Callers hold the secret's lock. */
@Injectable()
export class RotationOutcomes {
  constructor(
    private readonly directory: SecretDirectory,
    private readonly events: RotationEvents,
    private readonly clock: Clock,
  ) {}

  /** Some time later the new version is tried once more. */
  async checkLater(tx: EntityManager, { accountId, region, secretId }: Secret, versionId: string): Promise<void> {
    const dueAt = new Date(this.clock.now().getTime() + checkAfterMs);
    await tx.query(checkLater, [accountId, region, secretId, versionId, dueAt]);
  }

  async succeeded(tx: EntityManager, secret: Secret): Promise<void> {
    const rotationStatus = secret.automaticRotation ? 'Enabled' : 'Disabled';
    const event = { level: 'INFO', name: 'Secret:RotateSecret:Success' } as const;
    await this.events.publish(tx, { ...event, ...about(secret, { rotationStatus }) });
  }

  /** Automatic rotation pauses, and a person is told. A secret that waits for its deletion needs nobody. */
  async failed(tx: EntityManager, secret: Secret, failure: RotationFailure): Promise<void> {
    if (secret.plannedDeletionAt) return;
    await this.directory.update(tx, secret, { rotationState: 'invalid' });
    await this.alarm(tx, secret, 'Secret:RotateSecret:Failure', failure);
  }

  /** A person is told that the host refuses what it took; the schedule goes on, for its next rotation heals that. */
  async drifted(tx: EntityManager, secret: Secret, failure: RotationFailure): Promise<void> {
    await this.alarm(tx, secret, 'Secret:CheckSecret:Failure', failure);
  }

  private async alarm(
    tx: EntityManager,
    secret: Secret,
    name: RotationEvent['name'],
    { code: errorCode, whatToDo: errorMessage }: RotationFailure,
  ): Promise<void> {
    const told = { rotationStatus: 'Invalid', failureInfo: { errorCode, errorMessage } } as const;
    await this.events.publish(tx, { level: 'CRITICAL', name, ...about(secret, told) });
  }
}

type Told = Pick<RotationEvent['content'], 'rotationStatus' | 'failureInfo'>;

function about(secret: Secret, told: Told): Omit<RotationEvent, 'level' | 'name'> {
  const { accountId, region, name: secretName, type: secretType } = secret;
  const resource = secretArn(secret, secretName);
  const rotationSubType = ecsConfigOf(secret.extendedConfig)?.subType ?? 'RamUserAccessKey';
  const content = { secretName, secretType, RotationEntityArn: resource, rotationSubType, ...told };
  return { accountId, region, resource, content };
}

const checkLater = `
  insert into kms_credential_checks (account_id, region, secret_id, version_id, state, due_at)
  values ($1, $2, $3, $4, 'due', $5)
  on conflict (account_id, region, secret_id) do update
  set version_id = excluded.version_id, state = 'due', due_at = excluded.due_at, lease_until = null, failures = 0`;
