import { mock } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { LeaseLost, type RotationRun } from '../../src/rotation/store/rotation-run.ts';
import type { RotationClaims } from '../../src/rotation/store/rotation-claims.ts';
import { LeaseKeeper } from '../../src/rotation/store/lease-keeper.ts';

const run = { rotationId: 'r', fence: 1 } as RotationRun;
const leaseMs = 20_000;
const stepMs = 500;

describe('the lease of a rotation', () => {
  let keeper: LeaseKeeper;
  let renewals: number;
  let elapsedMs: number;

  beforeEach(() => {
    elapsedMs = 0;
    mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
    mock.method(performance, 'now', () => elapsedMs);
  });
  afterEach(() => {
    keeper.stop();
    mock.restoreAll();
    mock.timers.reset();
  });

  function keep(renew: () => Promise<void>, askedAt?: number): void {
    renewals = 0;
    const counted = async () => {
      renewals += 1;
      await renew();
    };
    keeper = new LeaseKeeper({ renew: counted } as unknown as RotationClaims, run, { leaseMs, askedAt });
  }

  /** Lets time pass, in steps between which answers arrive. */
  async function pass(milliseconds: number): Promise<void> {
    for (const end = elapsedMs + milliseconds; elapsedMs < end;) {
      elapsedMs += stepMs;
      mock.timers.tick(stepMs);
      await setImmediate();
    }
  }

  it('is renewed again and again, and is kept', async () => {
    keep(async () => undefined);
    await pass(10 * leaseMs);
    expect(renewals).toBe(40);
    expect([keeper.signal.aborted, keeper.isHeld]).toEqual([false, true]);
  });

  it('is lost as soon as another process has the rotation', async () => {
    keep(() => Promise.reject(new LeaseLost(run)));
    await pass(leaseMs);
    expect([renewals, keeper.signal.aborted]).toEqual([1, true]);
  });

  async function expectLostAtItsEnd(): Promise<void> {
    await pass(leaseMs - leaseMs / 8 - stepMs);
    expect([renewals, keeper.signal.aborted]).toEqual([3, false]);
    await pass(stepMs);
    expect([renewals, keeper.signal.aborted]).toEqual([3, true]);
  }

  it('is lost when it is unknown whether it is still held, and not before', async () => {
    keep(() => Promise.reject(new Error('no database')));
    await expectLostAtItsEnd();
  });

  it('is lost at its end when a renewal is never answered', async () => {
    keep(() => new Promise(() => undefined));
    await expectLostAtItsEnd();
  });

  it('counts from the moment of the request, however late the answer came', async () => {
    elapsedMs = 17_000;
    keep(async () => undefined, 0);
    await pass(stepMs);
    expect([renewals, keeper.signal.aborted]).toEqual([0, true]);
  });

  it('is over for a process that was suspended, before its timers fire', () => {
    keep(async () => undefined);
    elapsedMs = leaseMs;
    expect([keeper.isHeld, keeper.signal.aborted]).toEqual([false, false]);
  });

  it('stays lost even if the answer then arrives', async () => {
    let answer = (): void => undefined;
    keep(() => new Promise((resolve) => (answer = resolve)));
    await pass(leaseMs);
    expect(keeper.signal.aborted).toBe(true);
    const before = renewals;
    answer();
    await pass(leaseMs);
    expect([renewals, keeper.signal.aborted]).toEqual([before, true]);
  });
});
