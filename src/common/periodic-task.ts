import type { Logger } from '@nestjs/common';

export interface PeriodicTaskOptions {
  /** Milliseconds from the end of one run to the beginning of the next. */
  readonly everyMs: number;
  /** `stopping` is aborted when no more is to be begun. */
  readonly run: (stopping: AbortSignal) => Promise<unknown>;
  readonly logger: Pick<Logger, 'warn'>;
  /** The log line of a run that failed: what is left undone for now. */
  readonly failure: string;
}

/**
 * Runs a task at intervals, and immediately when it is woken. Runs never overlap, and one that fails is followed by
 * the next. A failure is logged once, until a run succeeds or fails for another reason.
 */
export class PeriodicTask {
  private readonly stopping = new AbortController();
  private isStarted = false;
  private isDue = false;
  private running?: Promise<void>;
  private timer?: NodeJS.Timeout;
  private lastCause?: string;

  constructor(private readonly options: PeriodicTaskOptions) {}

  /** The first run is one interval from now; `wake` begins one immediately. */
  start(): void {
    this.isStarted = true;
    this.schedule();
  }

  /**
   * Runs now, or once more after the run under way, which may have missed why it was woken. Resolves when that is done;
   * never rejects.
   */
  wake(): Promise<void> {
    if (this.stopping.signal.aborted) return this.running ?? Promise.resolve();
    this.isDue = true;
    return (this.running ??= this.runWhileDue());
  }

  /** Begins no more runs, and waits for the one under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    await this.running;
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (!this.isStarted || this.stopping.signal.aborted) return;
    this.timer = setTimeout(() => void this.wake(), this.options.everyMs).unref();
  }

  private async runWhileDue(): Promise<void> {
    while (this.isDue && !this.stopping.signal.aborted) {
      this.isDue = false;
      await this.runOnce();
    }
    this.running = undefined;
    this.schedule();
  }

  private async runOnce(): Promise<void> {
    try {
      await this.options.run(this.stopping.signal);
      this.lastCause = undefined;
    } catch (error) {
      this.report(String(error));
    }
  }

  private report(cause: string): void {
    if (cause !== this.lastCause) this.options.logger.warn({ message: this.options.failure, cause });
    this.lastCause = cause;
  }
}
