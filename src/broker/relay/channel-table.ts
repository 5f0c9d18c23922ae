import { type ChannelOpen, ProtocolViolation } from '../../ssh/messages.ts';
import type { Channel } from './channel.ts';
import type { Side } from './effects.ts';

const sides = ['user', 'target'] as const;

/** A channel's numbers on one leg: ours, which the peer addresses, and the peer's, which we address. */
export interface Numbers {
  readonly ours: number;
  theirs: number;
}

export interface ChannelEntry {
  readonly channel: Channel;
  readonly open: ChannelOpen;
  readonly user: Numbers;
  target?: Numbers;
  /** Ticks of the relay during which the server has kept it waiting. */
  ticks: number;
}

/** The channels of a session by the numbers that we chose on each leg; a peer's number is never used as ours. */
export class ChannelTable {
  private readonly bySide: Record<Side, Map<number, ChannelEntry>> = { user: new Map(), target: new Map() };
  private readonly next: Record<Side, number> = { user: 0, target: 0 };

  add(channel: Channel, open: ChannelOpen): ChannelEntry {
    const entry = { channel, open, user: { ours: this.free('user'), theirs: open.sender }, ticks: 0 };
    this.bySide.user.set(entry.user.ours, entry);
    return entry;
  }

  /** Gives the channel a number on the server's leg. */
  addToTarget(entry: ChannelEntry): number {
    entry.target = { ours: this.free('target'), theirs: 0 };
    this.bySide.target.set(entry.target.ours, entry);
    return entry.target.ours;
  }

  /** @throws ProtocolViolation when the peer has no such channel, or no longer has it */
  find(side: Side, number: number): ChannelEntry {
    const entry = this.bySide[side].get(number);
    if (!entry) throw new ProtocolViolation(`no channel ${number}`);
    return entry;
  }

  /** Forgets the ends that are closed. Returns true once, when the channel has no end left. */
  release(entry: ChannelEntry): boolean {
    const isForgotten = (side: Side) => entry[side] !== undefined && this.bySide[side].delete(entry[side].ours);
    const forgotten = sides.filter((side) => entry.channel.isFinished(side) && isForgotten(side));
    return forgotten.length > 0 && !sides.some((side) => this.has(side, entry));
  }

  /** Forgets all channels that are left, and returns them. */
  clear(): ChannelEntry[] {
    const left = this.all();
    for (const side of sides) this.bySide[side].clear();
    return left;
  }

  /** Every channel that is open at one end or both. */
  all(): ChannelEntry[] {
    return [...new Set([...this.bySide.user.values(), ...this.bySide.target.values()])];
  }

  /** The number of channels that are open at the engineer's end. */
  get atUser(): number {
    return this.bySide.user.size;
  }

  get size(): number {
    return Math.max(this.bySide.user.size, this.bySide.target.size);
  }

  private has(side: Side, entry: ChannelEntry): boolean {
    return entry[side] !== undefined && this.bySide[side].has(entry[side].ours);
  }

  private free(side: Side): number {
    while (this.bySide[side].has(this.next[side])) this.advance(side);
    const number = this.next[side];
    this.advance(side);
    return number;
  }

  private advance(side: Side): void {
    this.next[side] = (this.next[side] + 1) >>> 0;
  }
}
