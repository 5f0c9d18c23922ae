import type { Leg } from '../../ssh/leg.ts';
import { otherSide, type Side } from './effects.ts';

/** Bytes that may wait to leave the process on one leg; above, nothing more is read from the other one. */
const most = 4 * 1024 * 1024;

/** Reads from a leg only while what that causes can be sent. */
export class BackPressure {
  private readonly legs: Partial<Record<Side, Leg>> = {};
  private readonly paused: Record<Side, boolean> = { user: false, target: false };

  add(side: Side, leg: Leg): void {
    this.legs[side] = leg;
    leg.onDrain(() => this.balance());
  }

  isPaused(side: Side): boolean {
    return this.paused[side];
  }

  /** To be called after whatever was sent. */
  balance(): void {
    this.decide('user');
    this.decide('target');
  }

  /** What a leg sends also causes answers to itself: who sends and never reads must not fill our memory either. */
  private decide(side: Side): void {
    const leg = this.legs[side];
    if (!leg) return;
    const other = this.legs[otherSide(side)]?.backlog() ?? 0;
    const pause = other > most || leg.backlog() > 2 * most;
    if (pause === this.paused[side]) return;
    this.paused[side] = pause;
    if (pause) leg.pause();
    else leg.resume();
  }
}
