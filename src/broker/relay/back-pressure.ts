import { otherSide, type Side } from './effects.ts';
import type { Peer } from './peer.ts';

/** Bytes that may wait to leave the process on one leg; above this, nothing more is read from the other one. */
const most = 4 * 1024 * 1024;

/** Reads from one leg only while the other can send. */
export class BackPressure {
  private readonly legs: Partial<Record<Side, Peer>> = {};

  add(side: Side, leg: Peer): void {
    this.legs[side] = leg;
    leg.onDrain(() => this.balance());
  }

  /** To be called after anything was sent. */
  balance(): void {
    this.decide('user');
    this.decide('target');
  }

  private decide(side: Side): void {
    const waiting = this.legs[otherSide(side)]?.backlog() ?? 0;
    if (waiting > most) this.legs[side]?.pause();
    else this.legs[side]?.resume();
  }
}
