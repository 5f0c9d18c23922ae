import fc from 'fast-check';
import { DatabaseClock } from '../../src/database/database-clock.ts';

/** A database whose clock differs from ours, reached over a slow line. */
class FarDatabase {
  steady = 0;
  ahead = 0;
  trips: [there: number, back: number][] = [];

  elapsed(): number {
    return this.steady;
  }

  async read(): Promise<number> {
    const [there, back] = this.trips.shift() ?? [0, 0];
    this.steady += there;
    const time = this.steady + this.ahead;
    this.steady += back;
    return time;
  }
}

describe('the clock', () => {
  it("shows the database's time and continues without asking", async () => {
    const database = new FarDatabase();
    database.ahead = 1_000_000;
    const clock = new DatabaseClock(database);
    await clock.calibrate();
    expect(clock.now().getTime()).toBe(1_000_000);
    database.steady += 1_234;
    expect(clock.now().getTime()).toBe(1_001_234);
  });

  it('trusts the answer with the shortest round trip, and is off by at most half of that', async () => {
    const trip = fc.tuple(fc.nat(500), fc.nat(500));
    await fc.assert(
      fc.asyncProperty(fc.array(trip, { minLength: 3, maxLength: 3 }), async (trips) => {
        const database = new FarDatabase();
        database.ahead = 5_000_000;
        database.trips = [...trips];
        const clock = new DatabaseClock(database);
        await clock.calibrate();
        const shortest = Math.min(...trips.map(([there, back]) => there + back));
        const error = clock.now().getTime() - (database.steady + database.ahead);
        expect(Math.abs(error)).toBeLessThanOrEqual(shortest / 2 + 1);
      }),
    );
  });

  it('never goes back when it was slightly ahead: it waits', async () => {
    const database = new FarDatabase();
    database.ahead = 1_000_000;
    const clock = new DatabaseClock(database);
    await clock.calibrate();
    const before = clock.now().getTime();
    database.ahead -= 400;
    await clock.calibrate();
    expect(clock.now().getTime()).toBe(before);
    database.steady += 399;
    expect(clock.now().getTime()).toBe(before);
    database.steady += 2;
    expect(clock.now().getTime()).toBe(before + 1);
  });

  it('follows the database when that was set back by more than a second', async () => {
    const database = new FarDatabase();
    database.ahead = 1_000_000;
    const clock = new DatabaseClock(database);
    await clock.calibrate();
    clock.now();
    database.ahead = 0;
    await clock.calibrate();
    expect(clock.now().getTime()).toBe(0);
  });
});
