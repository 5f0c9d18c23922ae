/**
 * How long an engineer's client may take to leave by itself: after its last channel, and in any case, unless it still
 * takes data.
 */
export interface LingerLimits {
  readonly afterLastMs: number;
  readonly atMostMs: number;
}

/** Lets a client linger whose server is gone: clients leave by themselves, and those that do not are asked to. */
export class Linger {
  private timer?: NodeJS.Timeout;
  private deadline?: number;
  private isDone = false;
  /** Bytes that waited when the time began to run. */
  private waitingBefore = 0;

  constructor(
    private readonly limits: LingerLimits,
    /** Bytes that wait for the client. */
    private readonly waiting: () => number,
    private readonly leave: () => void,
  ) {}

  get hasBegun(): boolean {
    return this.deadline !== undefined;
  }

  /** `isDone`: the client has nothing left to stay for. To be called whenever that changes. */
  begin(isDone: boolean): void {
    this.isDone = isDone;
    if (this.deadline === undefined) this.restart();
    else this.run(this.deadline);
  }

  /** The client has taken data: if more waits for it, its time starts again. */
  prolong(): void {
    if (this.hasBegun && !this.isDone && this.waiting() > 0) this.restart();
  }

  /** The client has left. */
  cancel(): void {
    clearTimeout(this.timer);
  }

  private restart(): void {
    this.waitingBefore = this.waiting();
    this.run((this.deadline = performance.now() + this.limits.atMostMs));
  }

  private run(deadline: number): void {
    const remainingMs = deadline - performance.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => this.expire(),
      this.isDone ? Math.min(this.limits.afterLastMs, remainingMs) : remainingMs,
    );
  }

  private expire(): void {
    if (!this.isDone && this.waiting() < this.waitingBefore) this.restart();
    else this.leave();
  }
}
