/**
 * How long an engineer's client may take to leave by itself: after its last channel, and in any case, unless it still
 * takes data.
 */
export interface FarewellLimits {
  readonly afterLastMs: number;
  readonly atMostMs: number;
}

/** Lets a client linger whose server is gone: clients leave by themselves, and those that do not are asked to. */
export class Farewell {
  private timer?: NodeJS.Timeout;
  private deadline?: number;
  private isDone = false;
  /** Bytes that waited when the time began to run. */
  private before = 0;

  constructor(
    private readonly limits: FarewellLimits,
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
    this.before = this.waiting();
    this.run((this.deadline = performance.now() + this.limits.atMostMs));
  }

  private run(deadline: number): void {
    const left = deadline - performance.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.expire(), this.isDone ? Math.min(this.limits.afterLastMs, left) : left);
  }

  private expire(): void {
    if (!this.isDone && this.waiting() < this.before) this.restart();
    else this.leave();
  }
}
