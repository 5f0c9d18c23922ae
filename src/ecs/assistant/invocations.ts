import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { FindOptionsWhere, Repository } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { randomLowerAlphanumeric } from '../../common/identifiers.ts';
import { Outage } from '../../common/outage.ts';
import type { Page } from '../../common/page.ts';
import { countRows } from '../../database/counted-page.ts';
import { uniqueViolation } from '../../database/unique-violation.ts';
import { CloudAssistant } from '../ecs.api.ts';
import { EcsErrors } from '../ecs.errors.ts';
import { Instances } from '../instances.api.ts';
import { invocationScript, type Invocation } from './invocation-command.ts';
import { applyFilter, applySlice, type InvocationFilter, type InvocationSlice } from './invocation-filter.ts';
import { withTrueStatus, outcomeOfError, outcomeOfResult } from './invocation-outcome.ts';
import { InvocationEntity } from './invocation.entity.ts';

export interface StartedInvocation {
  readonly commandId: string;
  readonly invokeId: string;
}

const graceMs = 10_000;
const retryMs = 1_000;

/** Commands that callers run on instances. They continue in the background; their rows record the outcome. */
@Injectable()
export class InvocationsService implements OnModuleDestroy {
  private readonly logger = new Logger('cloud-assistant');
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<void>>();

  constructor(
    @InjectRepository(InvocationEntity) private readonly rows: Repository<InvocationEntity>,
    private readonly instances: Instances,
    private readonly assistant: CloudAssistant,
    private readonly clock: Clock,
  ) {}

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  /** @throws InstanceNotFound, InstanceNotMatch, IdempotentParameterMismatch */
  async start(caller: Caller, invocation: Invocation): Promise<StartedInvocation> {
    await this.requireFit(caller, invocation);
    const rows = this.newRows(caller, invocation);
    const repeated = await this.insert(rows);
    if (repeated) return repeated;
    for (const row of rows) this.track(this.execute(caller, row, invocation));
    return rows[0]!;
  }

  /** A slice of the caller's invocations, newest first, and the total number that match. */
  async list(caller: Caller, filter: InvocationFilter, slice: InvocationSlice): Promise<Page<InvocationEntity>> {
    const { accountId, region } = caller;
    const now = this.clock.now();
    const query = this.rows.createQueryBuilder('i').where({ accountId, region }).setParameters({ now });
    applyFilter(query, filter);
    const total = await countRows(query);
    applySlice(query, slice);
    return { items: (await query.getMany()).map((row) => withTrueStatus(row, now)), total };
  }

  private async requireFit(caller: Caller, { instanceIds, language }: Invocation): Promise<void> {
    const osType = language === 'powershell' ? 'Windows' : 'Linux';
    const instances = await this.instances.findAll(caller, instanceIds);
    if (instances.length < instanceIds.length) throw EcsErrors.InstanceNotFound();
    if (instances.some((instance) => instance.osType !== osType)) throw EcsErrors.InstanceNotMatch();
  }

  private newRows({ accountId, region }: Caller, invocation: Invocation): InvocationEntity[] {
    const startedAt = this.clock.now();
    const common = {
      accountId,
      region,
      invokeId: `t-${randomLowerAlphanumeric(20)}`,
      commandId: `c-${randomLowerAlphanumeric(20)}`,
      userName: invocation.userName,
      deadline: new Date(startedAt.getTime() + invocation.timeoutSeconds * 1_000 + 2 * graceMs),
      status: 'Running',
      exitCode: null,
      output: '',
      droppedBytes: 0,
      errorCode: null,
      errorInfo: null,
      startedAt,
      finishedAt: null,
    } as const;
    const token = tokenOf(invocation);
    return invocation.instanceIds.map((instanceId, index) => ({
      ...common,
      instanceId,
      ...(index === 0 ? token : noToken),
    }));
  }

  // The unique index over the token decides which of two equal requests begins.
  private async insert(rows: InvocationEntity[]): Promise<StartedInvocation | undefined> {
    try {
      await this.rows.insert(rows);
      return undefined;
    } catch (error) {
      if (!uniqueViolation(error, 'ecs_invocations_token')) throw error;
    }
    const { accountId, region, clientToken, requestDigest } = rows[0]!;
    const earlier = await this.rows.findOneByOrFail({ accountId, region, clientToken: clientToken ?? '' });
    if (!requestDigest || !earlier.requestDigest?.equals(requestDigest)) throw EcsErrors.IdempotentParameterMismatch();
    return earlier;
  }

  private async execute(caller: Caller, row: InvocationEntity, invocation: Invocation): Promise<void> {
    const { accountId, region, invokeId, instanceId } = row;
    const outcome = await this.outcome(caller, instanceId, invocation);
    const finished = { ...outcome, finishedAt: this.clock.now() };
    await this.record({ accountId, region, invokeId, instanceId }, finished);
  }

  /** Waits for the database to come back, unless this process ends first. */
  private async record(key: FindOptionsWhere<InvocationEntity>, finished: Partial<InvocationEntity>): Promise<void> {
    for (;;) {
      try {
        return void (await this.rows.update(key, finished));
      } catch (error) {
        if (!(error instanceof Outage) || this.stopping.signal.aborted) throw error;
        await delay(retryMs, undefined, { ref: false, signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  private async outcome(caller: Caller, instanceId: string, invocation: Invocation) {
    const timeoutMs = invocation.timeoutSeconds * 1_000;
    const startedAt = performance.now();
    try {
      const result = await this.assistant.run(caller, {
        ...invocationScript(invocation),
        instanceId,
        timeoutMs: timeoutMs + graceMs,
        signal: this.stopping.signal,
      });
      return outcomeOfResult(result, performance.now() - startedAt, timeoutMs);
    } catch (error) {
      return outcomeOfError(error);
    }
  }

  private track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) =>
        this.logger.warn({ message: 'an outcome could not be recorded', error: String(error) }),
      )
      .finally(() => this.running.delete(tracked));
    this.running.add(tracked);
  }
}

type Token = Pick<InvocationEntity, 'clientToken' | 'requestDigest'>;

const noToken: Token = { clientToken: null, requestDigest: null };

function tokenOf(invocation: Invocation): Token {
  const { clientToken } = invocation;
  return clientToken === undefined ? noToken : { clientToken, requestDigest: digestOf(invocation) };
}

function digestOf({ instanceIds, language, content, userName, folder, timeoutSeconds }: Invocation): Buffer {
  const request = [instanceIds, language, content.reveal(), userName, folder, timeoutSeconds];
  return createHash('sha256').update(JSON.stringify(request)).digest();
}
