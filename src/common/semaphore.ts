import { Outage } from './outage.ts';

/**
 * Runs at most `width` tasks at a time. Those that wait take turns by who submitted them (`from`), each submitter's in
 * order. A submitter with `maxWaiting` waiting tasks is refused.
 */
export class Semaphore {
  private running = 0;
  /** By submitter; the one whose turn is next comes first. */
  private readonly waiting = new Map<string, (() => void)[]>();

  constructor(
    private readonly width: number,
    private readonly maxWaiting: number = Infinity,
  ) {}

  /** @throws Outage when too many wait, and whatever the task throws */
  async run<T>(task: () => Promise<T>, from = ''): Promise<T> {
    await this.enter(from);
    try {
      return await task();
    } finally {
      this.leave();
    }
  }

  private async enter(from: string): Promise<void> {
    if (this.running < this.width) {
      this.running += 1;
      return;
    }
    const queue = this.waiting.get(from) ?? [];
    if (queue.length >= this.maxWaiting) throw new Outage('too many are waiting already');
    await new Promise<void>((resolve) => {
      queue.push(resolve);
      this.waiting.set(from, queue);
    });
  }

  // A slot that is waited for is handed on, so that no newcomer slips in between.
  private leave(): void {
    const [first] = this.waiting;
    if (!first) {
      this.running -= 1;
      return;
    }
    const [from, queue] = first;
    const next = queue.shift();
    this.waiting.delete(from);
    if (queue.length > 0) this.waiting.set(from, queue);
    next?.();
  }
}
