import { mock } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { PeriodicTask } from '../../src/common/periodic-task.ts';

describe('a periodic task', () => {
  const everyMs = 1_000;
  let runs: { readonly end: () => void; readonly fail: (error: Error) => void; readonly stopping: AbortSignal }[];
  let warnings: unknown[];
  let task: PeriodicTask;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    runs = [];
    warnings = [];
    const run = (stopping: AbortSignal) =>
      new Promise<void>((end, fail) => void runs.push({ end: () => end(), fail, stopping }));
    const logger = { warn: (line: unknown) => void warnings.push(line) };
    task = new PeriodicTask({ everyMs, run, logger, failure: 'old rows stay for now' });
  });
  afterEach(() => mock.timers.reset());

  const pass = async (milliseconds: number) => {
    mock.timers.tick(milliseconds);
    await setImmediate();
  };
  const end = async () => {
    runs.at(-1)!.end();
    await pass(0);
  };
  const fail = async (message: string) => {
    runs.at(-1)!.fail(new Error(message));
    await pass(0);
  };

  it('runs an interval after it was started, and an interval after each run', async () => {
    task.start();
    await pass(everyMs - 1);
    expect(runs).toHaveLength(0);
    await pass(1);
    expect(runs).toHaveLength(1);
    await end();
    await pass(everyMs);
    expect(runs).toHaveLength(2);
  });

  it('never begins a run while another is under way, however long that takes', async () => {
    task.start();
    await pass(10 * everyMs);
    expect(runs).toHaveLength(1);
    await end();
    await pass(everyMs - 1);
    expect(runs).toHaveLength(1);
    await pass(1);
    expect(runs).toHaveLength(2);
  });

  it('runs immediately when it is woken, and counts the interval from there', async () => {
    task.start();
    await pass(everyMs - 1);
    void task.wake();
    expect(runs).toHaveLength(1);
    await end();
    await pass(everyMs - 1);
    expect(runs).toHaveLength(1);
    await pass(1);
    expect(runs).toHaveLength(2);
  });

  it('runs once more after the run during which it was woken, however often, and only then says that it is done', async () => {
    let isDone = false;
    void task.wake();
    void task.wake();
    void task.wake().then(() => (isDone = true));
    await end();
    expect([runs.length, isDone]).toEqual([2, false]);
    await end();
    expect([runs.length, isDone]).toEqual([2, true]);
  });

  it('runs when it is woken without having been started, and not again by itself', async () => {
    void task.wake();
    await end();
    await pass(10 * everyMs);
    expect(runs).toHaveLength(1);
  });

  it('continues after a failure, and logs the same one once until a run has succeeded', async () => {
    const logged = async (outcome: () => Promise<void>) => {
      void task.wake();
      await outcome();
      return warnings.length;
    };
    expect(await logged(() => fail('no database'))).toBe(1);
    expect(await logged(() => fail('no database'))).toBe(1);
    expect(await logged(() => fail('no table'))).toBe(2);
    expect(await logged(end)).toBe(2);
    expect(await logged(() => fail('no table'))).toBe(3);
    expect(warnings[0]).toEqual({ message: 'old rows stay for now', cause: 'Error: no database' });
  });

  it('is stopped once its run is over, which is asked to begin nothing more', async () => {
    task.start();
    await pass(everyMs);
    void task.wake();
    let isStopped = false;
    void task.stop().then(() => (isStopped = true));
    await pass(0);
    expect([isStopped, runs[0]!.stopping.aborted]).toEqual([false, true]);
    await end();
    expect(isStopped).toBe(true);
    await task.wake();
    await pass(10 * everyMs);
    expect(runs).toHaveLength(1);
  });
});
