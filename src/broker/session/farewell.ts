/** How long an engineer's client may take to leave by itself: after its last channel, and in any case. */
export interface FarewellLimits {
  readonly afterLastMs: number;
  readonly atMostMs: number;
}

/** The end of a connection that has no server any more: clients leave by themselves, and those that do not are asked to. */
export class Farewell {
  private timer?: NodeJS.Timeout;
  private deadline?: number;

  constructor(
    private readonly limits: FarewellLimits,
    private readonly leave: () => void,
  ) {}

  get hasBegun(): boolean {
    return this.deadline !== undefined;
  }

  /** `isDone`: the client has nothing left to stay for. To be called whenever that changes. */
  begin(isDone: boolean): void {
    const { afterLastMs, atMostMs } = this.limits;
    this.deadline ??= performance.now() + atMostMs;
    const left = this.deadline - performance.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(this.leave, isDone ? Math.min(afterLastMs, left) : left);
  }

  /** The client has left. */
  cancel(): void {
    clearTimeout(this.timer);
  }
}
