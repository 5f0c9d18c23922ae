import { Logger } from '@nestjs/common';
import { refusesWrites } from './database-unavailable.ts';

/** A small update may still find room between two writes that do not: it counts only so long after the last that was refused. */
const leastMs = 5_000;

const write = /\b(insert\s+into|update|delete\s+from)\b/i;

/** What has become of the writes of this process, which happen anyway: no probe writes into a full disk. */
export class WriteOutcomes {
  private readonly logger = new Logger('database');
  private refused?: { readonly error: unknown; readonly at: number };

  /** Why the database takes no writes just now; undefined when it does, as far as is known. */
  get trouble(): unknown {
    return this.refused?.error;
  }

  succeeded(text: string): void {
    if (!this.refused || performance.now() - this.refused.at < leastMs || !write.test(text)) return;
    this.refused = undefined;
    this.logger.log('the database takes writes again');
  }

  /** Of any statement: only what says that nothing can be written is noted. */
  failed(error: unknown): void {
    if (!refusesWrites(error)) return;
    if (!this.refused) this.logger.error(`the database takes no writes: ${(error as Error).message}`);
    this.refused = { error, at: performance.now() };
  }
}
