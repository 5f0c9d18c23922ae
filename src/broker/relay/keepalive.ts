import type { Leg } from '../../ssh/leg.ts';
import { encode } from '../../ssh/messages.ts';

/** Notices a peer that is gone without a word: asks when it is silent, and counts what stays unanswered. */
export class Keepalive {
  private heard = true;
  private unanswered = 0;

  constructor(
    private readonly leg: Leg,
    private readonly mostUnanswered: number,
  ) {}

  /** Something came from the peer. */
  hear(): void {
    this.heard = true;
  }

  /** To be called at regular times, except while we do not read what the peer sends. False: the peer is gone. */
  tick(): boolean {
    if (this.heard) this.unanswered = 0;
    else if (++this.unanswered > this.mostUnanswered) return false;
    if (!this.heard) this.leg.send(encode.keepalive());
    this.heard = false;
    return true;
  }
}
