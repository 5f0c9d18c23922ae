import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { createHash, randomBytes } from 'node:crypto';
import { LessThan, Repository } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { randomAlphanumeric } from '../../common/identifiers.ts';
import { PeriodicTask } from '../../common/periodic-task.ts';
import { Redacted } from '../../common/redacted.ts';
import { Sealing } from '../../sealing/sealing.api.ts';
import { accessKeyPlace } from '../access-keys/access-key-place.ts';
import type { RamRole } from '../roles/ram-role.entity.ts';
import { RoleSession } from './role-session.entity.ts';

export interface SessionDraft {
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly policy?: string;
}

/** The credentials that sign the calls of a session. They are shown only once. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: Redacted<string>;
  readonly securityToken: Redacted<string>;
  readonly expiresAt: Date;
}

const cleanUpEveryMs = 60_000;
// For this long, calls with an expired token are told that it has expired.
const keptForMs = 24 * 3_600_000;

/** Sessions of roles. Each has its own AccessKey, which is valid only together with its token. */
@Injectable()
export class RoleSessions implements OnModuleInit, OnModuleDestroy {
  private readonly cleanUp = new PeriodicTask({
    everyMs: cleanUpEveryMs,
    run: () => this.removeExpired(),
    logger: new Logger('identity'),
    failure: 'expired sessions could not be deleted',
  });

  constructor(
    @InjectRepository(RoleSession) private readonly sessions: Repository<RoleSession>,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.cleanUp.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.cleanUp.stop();
  }

  async open({ accountId, roleId }: RamRole, draft: SessionDraft): Promise<SessionCredentials> {
    const accessKeyId = `STS.${randomAlphanumeric(25)}`;
    const accessKeySecret = new Redacted(randomAlphanumeric(44));
    const securityToken = new Redacted(`CAIS${randomBytes(192).toString('base64')}`);
    const createdAt = this.clock.now();
    // Whole seconds, as in the answer.
    const expiresAt = new Date(Math.floor(createdAt.getTime() / 1000 + draft.durationSeconds) * 1000);
    const place = accessKeyPlace(accountId, accessKeyId);
    await this.sessions.insert({
      accessKeyId,
      accountId,
      roleId,
      sessionName: draft.sessionName,
      sealedSecret: this.sealing.seal(new Redacted(Buffer.from(accessKeySecret.reveal())), place),
      tokenHash: createHash('sha256').update(securityToken.reveal()).digest(),
      sessionPolicy: draft.policy ?? null,
      createdAt,
      expiresAt,
    });
    return { accessKeyId, accessKeySecret, securityToken, expiresAt };
  }

  /** Deletes sessions that expired more than a day ago; returns how many. */
  async removeExpired(): Promise<number> {
    const { affected } = await this.sessions.delete({
      expiresAt: LessThan(new Date(this.clock.now().getTime() - keptForMs)),
    });
    return affected ?? 0;
  }
}
