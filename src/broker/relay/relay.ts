import { disconnectCodes } from '../../ssh/disconnect.ts';
import type { HostKeyProofs } from '../../ssh/host-key-proofs.ts';
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
import { Linger, type LingerLimits } from './linger.ts';
import type { Gate } from './gate.ts';
import { Keepalive } from './keepalive.ts';
import type { Peer } from './peer.ts';
import { show, type Tap } from './tap.ts';
import { transmit } from './transmit.ts';
import type { Decision } from './verdict.ts';

export interface RelayOptions {
  readonly user: Peer;
  readonly gate: Gate;
  readonly taps?: readonly Tap[];
  /** Announced to the engineer's client, and proved when it asks. */
  readonly hostKeys?: Pick<HostKeyProofs, 'announcement' | 'prove'>;
  /** The maximum number of open channels. Default: 32. */
  readonly maxChannels?: number;
  /** Default: a question after 30 seconds of silence, and the end after three without an answer. */
  readonly keepalive?: { readonly intervalMs: number; readonly mostUnanswered: number };
  /** Default: 2 seconds after the last channel, otherwise one minute from when nothing more is taken. */
  readonly linger?: LingerLimits;
}

const defaults = {
  keepalive: { intervalMs: 30_000, mostUnanswered: 3 },
  linger: { afterLastMs: 2000, atMostMs: 60_000 },
} as const;

/** Who ended a session, and why. */
export interface RelayEnd {
  readonly by: 'user' | 'target' | 'broker' | 'violation';
  readonly reason: string;
}

const lost = 'sallyport: the connection to the server was lost';
const undecided: Decision = {
  verdict: 'deny',
  rule: 'no-answer',
  text: 'sallyport: cannot check whether this is allowed',
};
const unanswered = 'sallyport: the server is not responding';

/** Ticks that a server may take to open a channel, or to take what is left of one that the engineer has closed. */
const patience = 2;

/**
 * Relays the channels of an engineer's connection to a server that is connected later, or never. All channels pass the
 * gate, and both legs are bounded: windows, backlog, channels, requests. A peer that breaks the protocol is cut off.
 */
export class Relay {
  /** Resolves when both legs are closed; never rejects. */
  readonly ended: Promise<RelayEnd>;
  private readonly table = new ChannelTable();
  private readonly pressure = new BackPressure();
  private readonly keepalives: Partial<Record<Side, Keepalive>> = {};
  private readonly legs: { readonly user: Peer; target?: Peer };
  private readonly timer: NodeJS.Timeout;
  private readonly taps: readonly Tap[];
  private readonly maxChannels: number;
  private readonly mostUnanswered: number;
  /** Why channels are no longer opened on a server. */
  private refusal?: string;
  private sessionsAreOver = false;
  private readonly linger: Linger;
  private outcome?: RelayEnd;
  private readonly open = new Set<Side>(['user']);
  private resolve!: (end: RelayEnd) => void;

  /**
   * To be created as soon as the engineer has logged in: from now on channels are accepted, and what arrives is held.
   */
  constructor(private readonly options: RelayOptions) {
    const { user, taps = [], hostKeys, maxChannels = 32 } = options;
    const { keepalive = defaults.keepalive, linger = defaults.linger } = options;
    this.ended = new Promise((resolve) => (this.resolve = resolve));
    this.legs = { user };
    this.taps = taps;
    this.maxChannels = maxChannels;
    this.linger = new Linger(
      linger,
      () => this.waitingForUser,
      () => user.end(this.refusal),
    );
    this.mostUnanswered = keepalive.mostUnanswered;
    this.timer = setInterval(() => this.tick(), keepalive.intervalMs);
    this.connect('user', user);
    if (hostKeys) user.send(hostKeys.announcement());
  }

  /** The server is connected. Its leg ends immediately if it is no longer wanted. */
  attachTarget(leg: Peer): void {
    if (!this.open.has('user') || this.refusal !== undefined) return leg.end();
    this.legs.target = leg;
    this.open.add('target');
    this.connect('target', leg);
    this.forEach((channel) => channel.openOnTarget());
  }

  /**
   * There will be no connection to a server: every channel shows `text` and ends with status 255, then the connection
   * ends.
   */
  refuse(text: string): void {
    this.refusal ??= text;
    this.forEach((channel) => channel.refuse(text));
    this.startLinger();
  }

  /** Ends the session now: open channels show `text`. */
  end(text: string): void {
    this.outcome ??= { by: 'broker', reason: text };
    this.refusal ??= text;
    this.forEach((channel) => channel.cutOff(text));
    this.legs.target?.end();
    this.startLinger();
  }

  private connect(side: Side, leg: Peer): void {
    this.keepalives[side] = new Keepalive(leg, this.mostUnanswered);
    this.pressure.add(side, leg);
    leg.onClose((reason) => this.onClose(side, reason));
    leg.onPacket((payload) => this.heed(side, () => this.onPacket(side, payload)));
  }

  private onPacket(side: Side, payload: Buffer): void {
    this.keepalives[side]!.hear();
    this.dispatch(side, decode(payload));
  }

  /**
   * Does what a message of this side asks for, now or when the gate has answered. A protocol violation ends the
   * connection of this side.
   */
  private heed(side: Side, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof ProtocolViolation)) throw error;
      if (side === 'user') this.outcome ??= { by: 'violation', reason: error.message };
      this.legs[side]!.destroy(`protocol violation: ${error.message}`);
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
        // Only our keep-alive questions are answered here: we pass on no global requests.
        return;
      default: {
        const entry = this.table.find(side, message.recipient);
        if (message.kind === 'open-confirmation' && side === 'target') entry.target!.theirs = message.sender;
        this.perform(entry, entry.channel.receive(side, message));
        if (side === 'user' && message.kind === 'window-adjust') this.linger.prolong();
      }
    }
  }

  /** Refuses forwarding, and host keys of the server. `no-more-sessions` is a promise that the client is held to. */
  private onGlobalRequest(side: Side, { name, wantReply, data }: GlobalRequest): void {
    if (side === 'user' && name === 'no-more-sessions@openssh.com') this.sessionsAreOver = true;
    if (!wantReply) return;
    const proofs = side === 'user' && name === hostKeysProve ? this.options.hostKeys?.prove(data) : undefined;
    this.legs[side]!.send(proofs ?? encode.requestFailure());
  }

  private onOpen(side: Side, open: ChannelOpen): void {
    const refuse = (reason: number, text: string) =>
      this.legs[side]!.send(encode.openFailure(open.sender, reason, text));
    if (side === 'target') return refuse(openFailures.prohibited, 'the server may not open channels');
    const verdict = this.options.gate.open(open);
    if (verdict.verdict === 'deny') return refuse(openFailures.prohibited, verdict.text ?? verdict.rule);
    if (this.sessionsAreOver) return refuse(openFailures.prohibited, 'no more sessions were announced');
    if (this.table.size >= this.maxChannels) return refuse(openFailures.resourceShortage, 'too many channels');
    const entry = this.table.add(new Channel(open, this.options.gate), open);
    // Without a server, a channel only shows why.
    if (verdict.verdict === 'allow' || this.refusal !== undefined) return this.admit(entry);
    void this.ask('user', verdict.answer, (decision) => this.decideOpen(entry, decision));
  }

  private decideOpen(entry: ChannelEntry, decision: Decision): void {
    // Meanwhile the channel was refused: there is no server, or the session was ended.
    if (!entry.channel.isAsked) return;
    if (decision.verdict === 'allow') return this.admit(entry);
    this.perform(entry, entry.channel.admit(false));
    this.perform(entry, entry.channel.refuse(decision.text ?? decision.rule, openFailures.prohibited));
  }

  private admit(entry: ChannelEntry): void {
    this.perform(entry, entry.channel.admit(this.legs.target !== undefined && this.refusal === undefined));
    if (this.refusal === undefined) return;
    this.perform(entry, entry.channel.refuse(this.refusal));
    this.startLinger();
  }

  /** Continues with what `side` wants as soon as the gate has answered; everything else continues meanwhile. */
  private async ask(side: Side, answer: () => Promise<Decision>, proceed: (decision: Decision) => void): Promise<void> {
    const decision = await answer().catch(() => undecided);
    this.heed(side, () => proceed(decision));
  }

  private perform(entry: ChannelEntry, effects: readonly Effect[]): void {
    for (const effect of effects) this.carryOut(entry, effect);
    if (this.table.release(entry)) this.endTaps(entry);
    if (this.linger.hasBegun && this.table.atUser === 0) this.startLinger();
  }

  private carryOut(entry: ChannelEntry, effect: Effect): void {
    const { channel } = entry;
    if (effect.kind === 'ask') {
      const proceed = (decision: Decision) => this.perform(entry, channel.decide(effect.to, effect.question, decision));
      return void this.ask(effect.to, effect.answer, proceed);
    }
    const leg = this.legs[effect.to];
    if (!leg) return;
    show(this.taps, channel.facts, effect);
    transmit(leg, this.table, entry, effect);
  }

  private endTaps({ channel }: ChannelEntry): void {
    for (const tap of this.taps) tap.end?.(channel.facts);
  }

  private forEach(change: (channel: Channel) => Effect[]): void {
    for (const entry of this.table.all()) this.perform(entry, change(entry.channel));
    this.pressure.balance();
  }

  private tick(): void {
    for (const side of this.open) {
      const leg = this.legs[side]!;
      const isAlive = leg.isPaused || this.keepalives[side]!.tick();
      if (!isAlive) leg.destroy('no reply to keepalive requests', disconnectCodes.connectionLost);
    }
    for (const entry of this.table.all()) this.sweep(entry);
  }

  /** Gives up on what a server has kept waiting too long. */
  private sweep(entry: ChannelEntry): void {
    const { channel } = entry;
    entry.ticks = channel.isAwaited || channel.waitsForTargetClose ? entry.ticks + 1 : 0;
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
    this.linger.cancel();
    for (const entry of this.table.clear()) this.endTaps(entry);
    this.resolve(this.outcome);
  }

  private loseTarget(): void {
    this.refusal ??= lost;
    this.forEach((channel) => channel.loseTarget(lost));
    this.startLinger();
  }

  private get waitingForUser(): number {
    const queued = this.table.all().map(({ channel }) => channel.waitingForUser);
    return queued.reduce((sum, bytes) => sum + bytes, this.legs.user.backlog());
  }

  /** Gives the engineer's client time to show what it has received. */
  private startLinger(): void {
    if (!this.open.has('user')) return this.linger.cancel();
    const isEnded = this.outcome?.by === 'broker';
    if (isEnded && this.table.atUser === 0) return this.legs.user.end(this.refusal);
    this.linger.begin(this.table.atUser === 0 || isEnded);
  }
}
