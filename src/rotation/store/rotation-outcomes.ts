import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { ManagementCredentials } from '../../ecs/management-credentials.api.ts';
import { Events } from '../../events/events.api.ts';
import type { SystemEvent } from '../system-event.api.ts';
import type { LockedSecret, SecretId } from '../../kms/rotated-secret.api.ts';
import type { RotationFailure } from '../what-to-do.ts';
import { CredentialCheckRow } from './credential-check.entity.ts';
import type { RotationCredentials, RotationRun } from './rotation-run.ts';

/** Time from a rotation until its credential is checked. */
export const checkAfterMs = 3_600_000;

/** What the end of a rotation means for its secret and for people. */
@Injectable()
export class RotationOutcomes {
  private readonly logger = new Logger('rotation-events');

  constructor(
    private readonly events: Events,
    private readonly management: ManagementCredentials,
    private readonly clock: Clock,
  ) {}

  /** Schedules a check of the new version. */
  async checkLater(tx: EntityManager, { accountId, region, secretId }: SecretId, versionId: string): Promise<void> {
    const dueAt = new Date(this.clock.now().getTime() + checkAfterMs);
    const due = { versionId, state: 'due', dueAt, leaseUntil: null, failures: 0 } as const;
    const keys = ['accountId', 'region', 'secretId'];
    await tx.upsert(CredentialCheckRow, { accountId, region, secretId, ...due }, keys);
  }

  /** The server may be managed with the very credential that was rotated. */
  async managedFromNowOn(
    tx: EntityManager,
    { accountId, region, ecs: { instanceId } }: RotationRun,
    { current: former, candidate: fresh }: Required<RotationCredentials>,
  ): Promise<void> {
    await this.management.follow(tx, { accountId, region, instanceId }, { former, fresh });
  }

  async succeeded(tx: EntityManager, secret: LockedSecret): Promise<void> {
    const rotationStatus = secret.schedule.state;
    const event = { level: 'INFO', name: 'Secret:RotateSecret:Success' } as const;
    await this.publish(tx, { ...event, ...eventOf(secret, { rotationStatus }) });
  }

  /**
   * Pauses automatic rotation and publishes an alarm event. A secret that is waiting for its deletion needs neither.
   */
  async failed(tx: EntityManager, secret: LockedSecret, failure: RotationFailure): Promise<void> {
    if (secret.isInDeleteWindow) return;
    await secret.pauseSchedule();
    await this.alarm(tx, secret, 'Secret:RotateSecret:Failure', failure);
  }

  /**
   * Publishes an alarm event: the host does not accept what the secret holds, or accepts what it has given up. The
   * schedule continues.
   */
  async drifted(tx: EntityManager, secret: LockedSecret, failure: RotationFailure): Promise<void> {
    await this.alarm(tx, secret, 'Secret:CheckSecret:Failure', failure);
  }

  private async alarm(
    tx: EntityManager,
    secret: LockedSecret,
    name: SystemEvent['name'],
    { code: errorCode, whatToDo: errorMessage }: RotationFailure,
  ): Promise<void> {
    const alarm = { rotationStatus: 'Invalid', failureInfo: { errorCode, errorMessage } } as const;
    await this.publish(tx, { level: 'CRITICAL', name, ...eventOf(secret, alarm) });
  }

  // The log line comes before the commit: better one line too many than none for an alarm whose commit was not
  // acknowledged.
  private async publish(tx: EntityManager, event: SystemEvent): Promise<void> {
    await this.events.publish(tx, event);
    const { level, name, resource, content } = event;
    const line = { message: name, eventLevel: level, resource, ...content };
    if (level === 'CRITICAL') this.logger.error(line);
    else this.logger.log(line);
  }
}

type AlarmContent = Pick<SystemEvent['content'], 'rotationStatus' | 'failureInfo'>;

function eventOf(secret: LockedSecret, alarm: AlarmContent): Omit<SystemEvent, 'level' | 'name'> {
  const { accountId, region, name: secretName, type: secretType, arn: resource } = secret;
  const rotationSubType = secret.ecs?.subType ?? 'RamUserAccessKey';
  const content = { secretName, secretType, RotationEntityArn: resource, rotationSubType, ...alarm };
  return { kind: 'SystemEvent', accountId, region, resource, content };
}
