import { disconnectCodes } from '../../ssh/disconnect.ts';
import type { HostKeyProofs } from '../../ssh/host-key-proofs.ts';
import type { Leg } from '../../ssh/leg.ts';
import {
  type ChannelOpen,
  decode,
  encode,
  type GlobalRequest,
  hostKeysProve,
  type Message,
  openFailures,
  ProtocolViolation,
} from '../../ssh/messages.ts';
import { BackPressure } from './back-pressure.ts';
import { Channel } from './channel.ts';
import { type ChannelEntry, ChannelTable } from './channel-table.ts';
import type { Effect, Side } from './effects.ts';
import { Farewell, type FarewellLimits } from './farewell.ts';
import { decideOpen } from '../policy/gate.ts';
import { Keepalive } from './keepalive.ts';
import { transmit } from './transmit.ts';

export interface RelayOptions {
  readonly user: Leg;
  /** Told to the engineer's client, and proved when it asks. */
  readonly hostKeys?: Pick<HostKeyProofs, 'announcement' | 'prove'>;
  /** Channels at a time. Default: 32. */
  readonly maxChannels?: number;
  /** Asked before each channel that comes when the server is there: words that it shows in the server's place, or undefined. Never rejects. */
  readonly recheck?: () => Promise<string | undefined>;
  /** Default: a question after 30 silent seconds, and the end after three that stay unanswered. */
  readonly keepalive?: { readonly intervalMs: number; readonly mostUnanswered: number };
  /** Default: 2 seconds after the last channel; else a minute from when nothing more is taken. */
  readonly farewell?: FarewellLimits;
}

const defaults = {
  keepalive: { intervalMs: 30_000, mostUnanswered: 3 },
  farewell: { afterLastMs: 2000, atMostMs: 60_000 },
} as const;

/** Who ended a session, and why. */
export interface RelayEnd {
  readonly by: 'user' | 'target' | 'broker' | 'violation';
  readonly reason: string;
}

const lost = 'sallyport: the connection to the server was lost';
const unanswered = 'sallyport: the server does not answer';

/** How many ticks a server may take to open a channel, or to take what an engineer who has left had sent. */
const patience = 2;

/**
 * Relays the channels of an engineer's connection to a server that is connected later, or never. All channels pass the gate,
 * and both legs are bounded: windows, backlog, channels, requests. Whoever breaks the protocol is disconnected.
 */
export class Relay {
  /** Resolves when both legs are closed; never rejects. */
  readonly ended: Promise<RelayEnd>;
  private readonly table = new ChannelTable();
  private readonly pressure = new BackPressure();
  private readonly keepalives: Partial<Record<Side, Keepalive>> = {};
  private readonly legs: { readonly user: Leg; target?: Leg };
  private readonly timer: NodeJS.Timeout;
  private readonly maxChannels: number;
  private readonly mostUnanswered: number;
  /** Why channels are no longer opened on a server. */
  private refusal?: string;
  private sessionsAreOver = false;
  private readonly farewell: Farewell;
  private outcome?: RelayEnd;
  private readonly open = new Set<Side>(['user']);
  private resolve!: (end: RelayEnd) => void;

  /** To be made as soon as the engineer has logged in: channels are accepted, and what comes is held, from now on. */
  constructor(private readonly options: RelayOptions) {
    const { user, hostKeys, maxChannels = 32 } = options;
    const { keepalive = defaults.keepalive, farewell = defaults.farewell } = options;
    this.ended = new Promise((resolve) => (this.resolve = resolve));
    this.legs = { user };
    this.maxChannels = maxChannels;
    this.farewell = new Farewell(
      farewell,
      () => this.waitingForUser,
      () => user.end(this.refusal),
    );
    this.mostUnanswered = keepalive.mostUnanswered;
    this.timer = setInterval(() => this.tick(), keepalive.intervalMs);
    this.connect('user', user);
    if (hostKeys) user.send(hostKeys.announcement());
  }

  /** The server is there. Its leg ends at once when nobody wants it any more. */
  attachTarget(leg: Leg): void {
    if (!this.open.has('user') || this.refusal !== undefined) return leg.end();
    this.legs.target = leg;
    this.open.add('target');
    this.connect('target', leg);
    this.forEach((channel) => channel.openOnTarget());
  }

  /** No connection with a server comes about: every channel shows `text` and ends with status 255; then the connection ends. */
  refuse(text: string): void {
    this.refusal ??= text;
    this.forEach((channel) => channel.refuse(text));
    this.leaveSoon();
  }

  /** Ends the session now: open channels show `text`. */
  end(text: string): void {
    this.outcome ??= { by: 'broker', reason: text };
    this.refusal ??= text;
    this.forEach((channel) => channel.cutOff(text));
    this.legs.target?.end();
    this.leaveSoon();
  }

  private connect(side: Side, leg: Leg): void {
    this.keepalives[side] = new Keepalive(leg, this.mostUnanswered);
    this.pressure.add(side, leg);
    leg.onClose((reason) => this.onClose(side, reason));
    leg.onPacket((payload) => this.onPacket(side, leg, payload));
  }

  private onPacket(side: Side, leg: Leg, payload: Buffer): void {
    try {
      this.keepalives[side]!.hear();
      this.dispatch(side, decode(payload));
    } catch (error) {
      if (!(error instanceof ProtocolViolation)) throw error;
      if (side === 'user') this.outcome ??= { by: 'violation', reason: error.message };
      leg.destroy(`protocol violation: ${error.message}`);
      if (side === 'target') this.loseTarget();
    }
    this.pressure.balance();
  }

  private dispatch(side: Side, message: Message): void {
    switch (message.kind) {
      case 'open':
        return this.onOpen(side, message);
      case 'global-request':
        return this.onGlobalRequest(side, message);
      case 'request-success':
      case 'request-failure':
        // Nobody but us asks globally, and only whether the peer is there.
        return;
      default: {
        const entry = this.table.find(side, message.recipient);
        if (message.kind === 'open-confirmation' && side === 'target') entry.target!.theirs = message.sender;
        this.perform(entry, entry.channel.receive(side, message));
        if (side === 'user' && message.kind === 'window-adjust') this.farewell.prolong();
      }
    }
  }

  /** Forwardings, and host keys of the server, are refused; `no-more-sessions` is a promise that we keep the client to. */
  private onGlobalRequest(side: Side, { name, wantReply, data }: GlobalRequest): void {
    if (side === 'user' && name === 'no-more-sessions@openssh.com') this.sessionsAreOver = true;
    if (!wantReply) return;
    const proofs = side === 'user' && name === hostKeysProve ? this.options.hostKeys?.prove(data) : undefined;
    this.legs[side]!.send(proofs ?? encode.requestFailure());
  }

  private onOpen(side: Side, open: ChannelOpen): void {
    const decision = decideOpen(side, open.type);
    const refuse = (reason: number, text: string) =>
      this.legs[side]!.send(encode.openFailure(open.sender, reason, text));
    if (decision.verdict === 'deny') return refuse(openFailures.prohibited, decision.text ?? decision.rule);
    if (this.sessionsAreOver) return refuse(openFailures.prohibited, 'no more sessions were announced');
    if (this.table.size >= this.maxChannels) return refuse(openFailures.resourceShortage, 'too many channels');
    const channel = new Channel(open);
    const entry = this.table.add(channel, open);
    if (this.legs.target && this.refusal === undefined) return void this.openOnceAllowed(entry);
    this.perform(entry, channel.accept());
    if (this.refusal === undefined) return;
    this.perform(entry, channel.refuse(this.refusal));
    this.leaveSoon();
  }

  private async openOnceAllowed(entry: ChannelEntry): Promise<void> {
    const denial = await this.options.recheck?.();
    // All channels were told meanwhile.
    if (this.refusal !== undefined) return;
    if (denial === undefined) return this.perform(entry, entry.channel.openOnTarget());
    this.perform(entry, entry.channel.accept());
    this.perform(entry, entry.channel.refuse(denial));
  }

  private perform(entry: ChannelEntry, effects: readonly Effect[]): void {
    for (const effect of effects) {
      const leg = this.legs[effect.to];
      if (leg) transmit(leg, this.table, entry, effect);
    }
    this.table.release(entry);
    if (this.farewell.hasBegun && this.table.atUser === 0) this.leaveSoon();
  }

  private forEach(change: (channel: Channel) => Effect[]): void {
    for (const entry of this.table.all()) this.perform(entry, change(entry.channel));
    this.pressure.balance();
  }

  private tick(): void {
    for (const side of this.open) {
      const leg = this.legs[side]!;
      const alive = leg.isPaused || this.keepalives[side]!.tick();
      if (!alive) leg.destroy('no answer to keep-alive questions', disconnectCodes.connectionLost);
    }
    for (const entry of this.table.all()) this.sweep(entry);
  }

  /** Gives up on what a server has kept waiting for too long. */
  private sweep(entry: ChannelEntry): void {
    const { channel } = entry;
    entry.ticks = channel.isAwaited || channel.isLeftToTarget ? entry.ticks + 1 : 0;
    if (entry.ticks <= patience) return;
    this.perform(entry, channel.isAwaited ? channel.timeOut(unanswered) : channel.giveUp());
  }

  private onClose(side: Side, reason: string): void {
    this.open.delete(side);
    this.outcome ??= { by: side, reason };
    if (side === 'target') this.loseTarget();
    else this.legs.target?.end();
    if (this.open.size > 0) return;
    clearInterval(this.timer);
    this.farewell.cancel();
    this.resolve(this.outcome);
  }

  private loseTarget(): void {
    this.refusal ??= lost;
    this.forEach((channel) => channel.loseTarget(lost));
    this.leaveSoon();
  }

  private get waitingForUser(): number {
    const queued = this.table.all().map(({ channel }) => channel.waitingForUser);
    return queued.reduce((sum, bytes) => sum + bytes, this.legs.user.backlog());
  }

  /** The engineer's client has time to show what it was told. */
  private leaveSoon(): void {
    if (!this.open.has('user')) return this.farewell.cancel();
    const isEnded = this.outcome?.by === 'broker';
    if (isEnded && this.table.atUser === 0) return this.legs.user.end(this.refusal);
    this.farewell.begin(this.table.atUser === 0 || isEnded);
  }
}
