import { Logger } from '@nestjs/common';
import { refusesWrites } from './database-unavailable.ts';

/**
 * A small update may still find room between two writes that do not: a success counts only this long after a refusal.
 */
const leastMs = 5_000;

const write = /\b(insert\s+into|update|delete\s+from)\b/i;

/** The outcomes of the writes that this process makes anyway, so that no probe has to write to a full disk. */
export class WriteOutcomes {
  private readonly logger = new Logger('database');
  private refused?: { readonly error: unknown; readonly at: number };

  /** Why the database accepts no writes at present; undefined when it does, as far as is known. */
  get lastFailure(): unknown {
    return this.refused?.error;
  }

  succeeded(text: string): void {
    if (!this.refused || performance.now() - this.refused.at < leastMs || !write.test(text)) return;
    this.refused = undefined;
    this.logger.log('the database accepts writes again');
  }

  /** Takes the error of any statement; only one that says that nothing can be written is noted. */
  failed(error: unknown): void {
    if (!refusesWrites(error)) return;
    if (!this.refused) this.logger.error(`the database accepts no writes: ${(error as Error).message}`);
    this.refused = { error, at: performance.now() };
  }
}
