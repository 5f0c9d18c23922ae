import { encode } from '../../ssh/messages.ts';
import type { Peer } from './peer.ts';

/** Detects a peer that has vanished: asks when the peer is silent, and counts what stays unanswered. */
export class Keepalive {
  private heard = true;
  private unanswered = 0;

  constructor(
    private readonly leg: Peer,
    private readonly mostUnanswered: number,
  ) {}

  /** The peer has sent something. */
  hear(): void {
    this.heard = true;
  }

  /** To be called at regular intervals, except while we do not read from the peer. Returns false if it has vanished. */
  tick(): boolean {
    if (this.heard) this.unanswered = 0;
    else if (++this.unanswered > this.mostUnanswered) return false;
    if (!this.heard) this.leg.send(encode.keepalive());
    this.heard = false;
    return true;
  }
}
