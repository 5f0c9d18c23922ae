import { Outage } from '../../src/common/outage.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { PasswordHashing } from '../../src/bastionhost/users/password-hashing.ts';
import { Semaphore } from '../../src/bastionhost/users/semaphore.ts';

describe('password hashing', () => {
  const hashing = new PasswordHashing();

  it('verifies with the parameters that stand in the hash', async () => {
    // scrypt('secret', 'sixteen salt 123', N=1024, r=4, p=2), computed with Python's hashlib.
    const stored = '$scrypt$ln=10,r=4,p=2$c2l4dGVlbiBzYWx0IDEyMw==$i0vzdIzSND31/xy6R89FGVx2ppRKY7SGSBkMEhhIuGw=';
    await expect(hashing.verify(new Redacted('secret'), stored)).resolves.toBe(true);
    await expect(hashing.verify(new Redacted('Secret'), stored)).resolves.toBe(false);
  });

  it.each([undefined, '', '$scrypt$', '$2b$10$abcdefghijklmnopqrstuv', 'secret'])(
    'is false for the hash %j',
    async (stored) => {
      await expect(hashing.verify(new Redacted('secret'), stored)).resolves.toBe(false);
    },
  );

  it('is false, and no work, for somebody who is gone when the turn comes', async () => {
    const stored = await hashing.hash(new Redacted('secret'));
    const verify = (isWanted: boolean) =>
      hashing.verify(new Redacted('secret'), stored, { address: '192.0.2.1', isWanted: () => isWanted });
    await expect(verify(true)).resolves.toBe(true);
    const startedAt = performance.now();
    const answers = await Promise.all(Array.from({ length: 100 }, () => verify(false)));
    expect(new Set(answers)).toEqual(new Set([false]));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('lets the event loop turn while it works', async () => {
    let turns = 0;
    const counter = setInterval(() => (turns += 1), 1);
    await Promise.all([1, 2, 3, 4].map(() => hashing.hash(new Redacted('secret'))));
    clearInterval(counter);
    expect(turns).toBeGreaterThan(1);
  });
});

describe('a semaphore', () => {
  it('runs so many tasks at once and no more, in their order, and goes on after one that fails', async () => {
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

  it('gives everybody a turn, however many tasks somebody else has brought', async () => {
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

  it('turns those away who have too many waiting, and nobody else', async () => {
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
