import { LeaseLost, type RotationRun } from '../../src/rotation/store/rotation-run.ts';
import type { RotationClaims } from '../../src/rotation/store/rotation-claims.ts';
import { LeaseKeeper } from '../../src/rotation/store/lease-keeper.ts';
import { eventually } from '../support/eventually.ts';

const run = { rotationId: 'r', fence: 1 } as RotationRun;

describe('the lease of a rotation', () => {
  let keeper: LeaseKeeper;
  let renewals: number;

  function keep(leaseMs: number, renew: () => Promise<void>, askedAt?: number): void {
    renewals = 0;
    const counted = async () => {
      renewals += 1;
      await renew();
    };
    keeper = new LeaseKeeper({ renew: counted } as unknown as RotationClaims, run, { leaseMs, askedAt });
  }

  afterEach(() => keeper.stop());

  it('is renewed again and again, and is kept', async () => {
    keep(100, async () => undefined);
    await eventually('it was renewed ten times', () => renewals >= 10);
    expect(keeper.signal.aborted).toBe(false);
  });

  it('is lost as soon as another process has the rotation', async () => {
    keep(60, () => Promise.reject(new LeaseLost(run)));
    await eventually('the work is called off', () => keeper.signal.aborted);
    expect(renewals).toBe(1);
  });

  it('is lost when it is unknown whether it is still held, and not before', async () => {
    keep(200, () => Promise.reject(new Error('no database')));
    await eventually('the work is called off', () => keeper.signal.aborted);
    expect(renewals).toBeGreaterThan(2);
  });

  it('is lost at its end when a renewal is never answered', async () => {
    keep(200, () => new Promise(() => undefined));
    await eventually('the work is called off', () => keeper.signal.aborted);
    expect(renewals).toBeGreaterThan(2);
  });

  it('counts from the moment of the request, however late the answer came', async () => {
    keep(20_000_000, async () => undefined, performance.now() - 19_000_000);
    await eventually('the work is called off', () => keeper.signal.aborted);
    expect(renewals).toBe(0);
  });

  it('stays lost even if the answer then arrives', async () => {
    let answer = (): void => undefined;
    keep(60, () => new Promise((resolve) => (answer = resolve)));
    await eventually('the work is called off', () => keeper.signal.aborted);
    const before = renewals;
    answer();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect([renewals, keeper.signal.aborted]).toEqual([before, true]);
  });
});
