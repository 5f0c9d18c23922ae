import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../common/clock.ts';
import { PeriodicTask } from '../common/periodic-task.ts';

const refreshMs = 30_000;
const samples = 3;
/** A smaller step back is hidden by standing still, so that later calls never see earlier moments. */
const hiddenStepMs = 1_000;

/**
 * Where the time comes from, in milliseconds: `read` asks the database, `elapsed` is this process's monotonic clock.
 */
export interface TimeSource {
  read(): Promise<number>;
  elapsed(): number;
}

/** The database's time: read twice a minute, and carried on by the monotonic clock in between. */
@Injectable()
export class DatabaseClock extends Clock implements OnModuleDestroy {
  private readonly calibration = new PeriodicTask({
    everyMs: refreshMs,
    run: () => this.calibrate(),
    logger: new Logger(DatabaseClock.name),
    failure: 'the clock could not be calibrated',
  });
  private offset = 0;
  private latest = -Infinity;

  constructor(private readonly source: TimeSource) {
    super();
  }

  now(): Date {
    const estimate = this.source.elapsed() + this.offset;
    const hidden = estimate < this.latest && this.latest - estimate < hiddenStepMs;
    if (!hidden) this.latest = estimate;
    return new Date(Math.floor(this.latest));
  }

  /** Calibrates the clock, now and regularly from then on. */
  async start(): Promise<this> {
    await this.calibrate();
    this.calibration.start();
    return this;
  }

  onModuleDestroy(): Promise<void> {
    return this.calibration.stop();
  }

  /** Takes the sample with the shortest round trip; the answer is taken to be from its middle. */
  async calibrate(): Promise<void> {
    let shortest = Infinity;
    for (let sample = 0; sample < samples; sample += 1) {
      const asked = this.source.elapsed();
      const time = await this.source.read();
      const trip = this.source.elapsed() - asked;
      if (trip >= shortest) continue;
      shortest = trip;
      this.offset = time - asked - trip / 2;
    }
  }
}
