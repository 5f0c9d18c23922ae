import { Injectable, Logger } from '@nestjs/common';
import { ServiceError } from '../common/service-error.ts';
import type { HttpRequest, Proof } from './call.ts';

const linesPerPeriod = 20;
const periodMs = 10_000;

/**
 * Logs calls whose caller was not authenticated, since someone may be guessing credentials. They leave no audit row,
 * because a stranger could fill the database with rows. For the same reason there are at most 20 lines in 10 seconds,
 * then a count of the rest.
 */
@Injectable()
export class RefusedCallers {
  private readonly logger = new Logger('gateway');
  private periodStart = -Infinity;
  private inPeriod = 0;

  note({ accessKeyId }: Proof, { origin }: HttpRequest, error: unknown): void {
    if (!(error instanceof ServiceError) || error.status >= 500) return;
    this.openPeriod(performance.now());
    this.inPeriod += 1;
    if (this.inPeriod > linesPerPeriod) return;
    const source = origin.address;
    this.logger.warn({ message: 'caller refused', code: error.code, accessKeyId: accessKeyId.slice(0, 128), source });
  }

  private openPeriod(now: number): void {
    if (now - this.periodStart < periodMs) return;
    const unlogged = this.inPeriod - linesPerPeriod;
    if (unlogged > 0) this.logger.warn({ message: 'further callers were refused', count: unlogged });
    this.periodStart = now;
    this.inPeriod = 0;
  }
}
