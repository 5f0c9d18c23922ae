import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThanOrEqual, MoreThan, Repository } from 'typeorm';
import { Clock } from '../common/clock.ts';
import { SealingProcess } from './sealing-process.entity.ts';

/** A process that has been silent for this long counts as dead. */
const deadAfterMs = 15_000;

/** How processes that seal and open tell each other which keys they have. */
@Injectable()
export class SealingProcesses {
  private readonly processId = randomUUID();
  private readonly label = `${hostname()} pid ${process.pid}`;

  constructor(
    @InjectRepository(SealingProcess) private readonly processes: Repository<SealingProcess>,
    private readonly clock: Clock,
  ) {}

  /** `opens`: the ids of the keys that the process has. `sealsUnder`: null while it has none. */
  async report(opens: readonly Buffer[], sealsUnder: Buffer | null): Promise<void> {
    const { processId, label } = this;
    const row = { processId, label, aliveAt: this.clock.now(), opens: [...opens], sealsUnder };
    await this.processes.upsert(row, ['processId']);
  }

  async leave(): Promise<void> {
    await this.processes.delete({ processId: this.processId });
    await this.processes.delete({ aliveAt: LessThanOrEqual(this.deadline()) });
  }

  /** The labels of live processes that do not have the key. */
  async without(keyId: Buffer): Promise<string[]> {
    return this.live('not (opens @> array[:keyId::bytea])', keyId);
  }

  /** The labels of live processes that still seal under another key. */
  async notSealingUnder(keyId: Buffer): Promise<string[]> {
    return this.live('seals_under is distinct from :keyId', keyId);
  }

  private async live(condition: string, keyId: Buffer): Promise<string[]> {
    const query = this.processes.createQueryBuilder('process').where({ aliveAt: MoreThan(this.deadline()) });
    const found = await query.andWhere(condition, { keyId }).orderBy('process.label').getMany();
    return found.map(({ label }) => label);
  }

  private deadline(): Date {
    return new Date(this.clock.now().getTime() - deadAfterMs);
  }
}
