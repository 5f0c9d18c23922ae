import { Outage } from './outage.ts';

/**
 * Lets at most `width` tasks run at once. Of those that wait, everybody who has brought some gets a turn after the other, each of them in
 * their order; who has `maxWaiting` waiting is turned away.
 */
export class Semaphore {
  private running = 0;
  /** By who brought them, whoever's turn is next first. */
  private readonly waiting = new Map<string, (() => void)[]>();

  constructor(
    private readonly width: number,
    private readonly maxWaiting: number = Infinity,
  ) {}

  /** @throws Outage when too many wait, and what the task throws */
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
    if (queue.length >= this.maxWaiting) throw new Outage('too many wait already');
    await new Promise<void>((resolve) => {
      queue.push(resolve);
      this.waiting.set(from, queue);
    });
  }

  // A place that somebody waits for is handed on, so that no newcomer slips in between.
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
