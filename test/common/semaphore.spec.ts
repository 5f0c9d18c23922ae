import { Outage } from '../../src/common/outage.ts';
import { Semaphore } from '../../src/common/semaphore.ts';

describe('a semaphore', () => {
  it('runs a limited number of tasks at a time, in order, and continues after one that fails', async () => {
    const semaphore = new Semaphore(2);
    const started: number[] = [];
    let running = 0;
    let most = 0;
    const results = await Promise.allSettled(
      [1, 2, 3, 4, 5].map((n) =>
        semaphore.run(async () => {
          started.push(n);
          most = Math.max(most, (running += 1));
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
          if (n === 2) throw new Error('two');
          return n;
        }),
      ),
    );
    expect(started).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
  });

  it('gives everybody a turn, however many tasks somebody else has queued', async () => {
    const semaphore = new Semaphore(1);
    const started: string[] = [];
    const run = (name: string, from: string) =>
      semaphore.run(async () => {
        started.push(name);
        await new Promise(setImmediate);
      }, from);
    const many = ['a1', 'a2', 'a3', 'a4'].map((name) => run(name, 'a'));
    await Promise.all([...many, run('b1', 'b'), run('b2', 'b'), run('c1', 'c')]);
    expect(started).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
  });

  it('refuses those with too many waiting tasks, and nobody else', async () => {
    const semaphore = new Semaphore(1, 2);
    const run = (from: string) => semaphore.run(async () => void (await new Promise(setImmediate)), from);
    const outcomes = await Promise.allSettled(['a', 'a', 'a', 'a', 'b'].map(run));
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect((outcomes[3] as PromiseRejectedResult).reason).toBeInstanceOf(Outage);
    await expect(run('a')).resolves.toBeUndefined();
  });
});
