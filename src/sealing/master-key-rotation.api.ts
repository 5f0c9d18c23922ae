import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { foreignKeyViolation } from '../database/unique-violation.ts';
import { MasterKeyExchange } from './master-key-exchange.ts';
import { Resealer, type Progress } from './resealer.ts';
import { RotationRefused } from './rotation-refused.api.ts';
import type { SealedColumn } from './sealed-column.api.ts';
import type { StoredKey } from './sealing-keys.ts';
import { SealingProcesses } from './sealing-processes.ts';

/** Longer than a dead process still counts as live. */
const waitMs = 25_000;
const pollMs = 200;
const attempts = 3;

/**
 * Replaces the present master key, alongside any number of running processes. After each step everything can be opened
 * with either master key, or with the one that the settings should have from then on. So the run may end anywhere and
 * be repeated.
 */
@Injectable()
export class MasterKeyRotation {
  constructor(
    private readonly exchange: MasterKeyExchange,
    private readonly processes: SealingProcesses,
    private readonly resealer: Resealer,
  ) {}

  /**
   * Continues where an earlier run ended, however it ended. When it resolves, the former master key no longer opens
   * anything. `columns` are all columns that hold sealed values.
   * @throws RotationRefused
   */
  async run(columns: readonly SealedColumn[], progress: Progress): Promise<void> {
    await this.exchange.prepare();
    const target = await this.target(progress);
    if (!target) return progress('the database is already sealed under the new master key');
    progress('both master keys now open everything');
    const former = await this.exchange.replaceFile(target);
    if (former) progress(`the master key file holds the new key; the former one is in ${former}`);
    await this.until(() => this.processes.without(target.id), 'have the new sealing key');
    progress('every process has the new sealing key');
    await this.exchange.promote(target);
    await this.until(() => this.processes.notSealingUnder(target.id), 'seal under it');
    progress('every process seals under it');
    for (let attempt = 1; !(await this.finish(target, columns, progress)); attempt += 1) {
      if (attempt === attempts)
        throw new RotationRefused('some data is still sealed under the former key: run this again');
    }
    progress('the former master key no longer opens anything');
  }

  private async target(progress: Progress): Promise<StoredKey | undefined> {
    const begun = await this.exchange.underWay();
    if (begun) progress('a rotation is in progress and continues');
    else if (!(await this.exchange.begin())) return undefined;
    return begun ?? this.exchange.underWay();
  }

  /** Returns false when something was sealed under a former key in the meantime. */
  private async finish(target: StoredKey, columns: readonly SealedColumn[], progress: Progress): Promise<boolean> {
    for (const column of columns) await this.resealer.reseal(column, progress);
    try {
      await this.exchange.finish(target);
      return true;
    } catch (error) {
      if (foreignKeyViolation(error)) return false;
      throw error;
    }
  }

  private async until(waitingFor: () => Promise<string[]>, goal: string): Promise<void> {
    const deadline = performance.now() + waitMs;
    for (;;) {
      const labels = await waitingFor();
      if (labels.length === 0) return;
      if (performance.now() > deadline) {
        const who = labels.join(', ');
        throw new RotationRefused(
          `these processes do not ${goal}: ${who}. Restart them, then run this again: it continues`,
        );
      }
      await delay(pollMs);
    }
  }
}
