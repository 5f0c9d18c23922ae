import { fullWindow } from '../../ssh/credit.ts';
import {
  assertMaxPacket,
  type ChannelMessage,
  type ChannelOpen,
  type ChannelRequest,
  openFailures,
  ProtocolViolation,
} from '../../ssh/messages.ts';
import { oneLine } from '../../ssh/one-line.ts';
import { ChannelEnds } from './channel-ends.ts';
import { type Effect, otherSide, type Side } from './effects.ts';
import { Flow } from './flow.ts';
import { decideRequest, startsSession } from '../policy/gate.ts';
import { HeldRequests } from './held-requests.ts';
import { LocalChannel } from './local-channel.ts';
import { ReplyOrder } from './reply-order.ts';

/** What is taken of a channel whose server is not there yet. */
const earlyWindow = 256 * 1024;

/** Kept of the engineer's window for our own words. */
const ownWords = 8192;

/** Exit status of a command that the gate refuses, and of one for which there is no (more) connection with the server. */
const exitStatus = { refused: 126, noSession: 255 } as const;

/**
 * One channel between an engineer and a server, without any I/O: messages in, effects out.
 *
 * `early` accepted, and held, before there is a connection with the server · `opening` asked for there · `open` relayed ·
 * `local` served by us, to say why it is not relayed. Each end closes by itself: see `isFinished`.
 */
export class Channel {
  private state: 'early' | 'opening' | 'open' | 'local' = 'early';
  private readonly ends = new ChannelEnds();
  private readonly effects: Effect[] = [];
  private readonly emit = (effect: Effect): void => {
    if (this.ends.admits(effect)) this.effects.push(effect);
  };
  private readonly flows: Record<Side, Flow>;
  private readonly replies: Record<Side, ReplyOrder>;
  private readonly held = new HeldRequests();
  private readonly local: LocalChannel;
  private accepted = false;
  private readonly facts = { started: false, variables: 0, terminal: false, exited: false };
  /** Why the session is not relayed: said as soon as it starts. */
  private refusal?: { readonly text: string; readonly status: number };

  /** @throws ProtocolViolation when the engineer's client wants what nobody can give */
  constructor(private readonly request: ChannelOpen) {
    assertMaxPacket(request.maxPacket);
    this.flows = { user: new Flow('user', this.emit), target: new Flow('target', this.emit) };
    this.replies = { user: new ReplyOrder('user', this.emit), target: new ReplyOrder('target', this.emit) };
    this.local = new LocalChannel(this.flows.target, this.emit, () => this.facts.terminal);
  }

  /** There is no connection with the server yet: the channel is accepted at once, and what comes is held. */
  accept(): Effect[] {
    this.confirmToUser(earlyWindow);
    return this.drain();
  }

  /** There is a connection with the server. */
  openOnTarget(): Effect[] {
    if (this.state !== 'early' || this.ends.target !== 'none') return [];
    this.state = 'opening';
    this.ends.target = 'asked';
    this.flows.target.announce(fullWindow);
    this.emit({ to: 'target', kind: 'open', window: fullWindow });
    return this.drain();
  }

  /** There will be no connection with the server. */
  refuse(text: string): Effect[] {
    if (this.state === 'early') this.serveLocally(text, exitStatus.noSession);
    return this.drain();
  }

  /** The server does not answer whether it opens the channel. */
  timeOut(text: string): Effect[] {
    if (this.ends.target === 'asked' && this.state === 'opening') this.serveLocally(text, exitStatus.noSession);
    return this.drain();
  }

  /** The connection with the server is gone: what came from it is passed on, then `text`, then the end. */
  loseTarget(text: string): Effect[] {
    const wasOpen = this.ends.target === 'open' && !this.ends.hasClosed('target');
    this.ends.loseTarget();
    this.flows.user.deafen();
    if (this.state === 'early' || this.state === 'opening') this.serveLocally(text, exitStatus.noSession);
    else if (this.state === 'open' && wasOpen) this.sayLastWords(text);
    return this.drain();
  }

  /** The session is ended by us: what waits is dropped, `text` is said now. */
  cutOff(text: string): Effect[] {
    if (this.state === 'open') this.flows.target.drop();
    if (this.state !== 'local') this.sayLastWords(text);
    this.closeTarget();
    return this.drain();
  }

  /** The engineer has closed the channel and the server does not take what is left: closes it there too. */
  giveUp(): Effect[] {
    if (this.ends.hasClosed('user')) this.closeTarget();
    return this.drain();
  }

  /** A message for this channel. @throws ProtocolViolation */
  receive(from: Side, message: ChannelMessage): Effect[] {
    if (this.ends.hasClosed(from)) throw new ProtocolViolation('a message after CLOSE');
    if (from === 'user' && !this.accepted) throw new ProtocolViolation('a message for a channel that is not open yet');
    const opening = message.kind === 'open-confirmation' || message.kind === 'open-failure';
    if (opening !== (from === 'target' && this.ends.target === 'asked'))
      throw new ProtocolViolation(`${message.kind} out of turn`);
    // What was on its way when we took the channel over is of no use any more.
    const isStale = this.state === 'local' && this.ends.wasClosed(from) && message.kind !== 'close';
    if (!isStale) this.dispatch(from, message);
    return this.drain();
  }

  /** True when neither may send on this end any more, so that its number is free. */
  isFinished(side: Side): boolean {
    if (side === 'target' && (this.ends.target === 'none' || this.ends.target === 'gone')) return this.isOver;
    return this.ends.isFinished(side);
  }

  /** True while the engineer's end is closed and the server's is not yet. */
  get isLeftToTarget(): boolean {
    return this.ends.hasClosed('user') && this.ends.target === 'open' && !this.ends.wasClosed('target');
  }

  /** True while the server has not said whether it opens the channel. */
  get isAwaited(): boolean {
    return this.ends.target === 'asked' && this.state === 'opening';
  }

  /** Bytes for the engineer that do not fit into the window. */
  get waitingForUser(): number {
    return this.flows.target.waiting;
  }

  private get isOver(): boolean {
    return (
      this.ends.target === 'gone' || (this.ends.hasClosed('user') && !this.facts.started) || this.state === 'local'
    );
  }

  private dispatch(from: Side, message: ChannelMessage): void {
    switch (message.kind) {
      case 'data':
        return this.flows[from].receive(message.stream, message.data);
      case 'window-adjust':
        return this.flows[otherSide(from)].adjust(message.amount);
      case 'request':
        return this.onRequest(from, message);
      case 'success':
      case 'failure':
        return this.replies[otherSide(from)].answer(message.kind);
      case 'eof':
        return this.flows[from].end();
      case 'close':
        return this.onClose(from);
      case 'open-confirmation':
        return this.onConfirmation(message.window, message.maxPacket);
      case 'open-failure':
        return this.onOpenFailure(message.reason, message.description);
    }
  }

  private onConfirmation(window: number, maxPacket: number): void {
    assertMaxPacket(maxPacket);
    this.ends.target = 'open';
    if (this.state === 'local') return this.closeTarget();
    this.state = 'open';
    if (!this.accepted) this.confirmToUser(fullWindow);
    for (const fields of this.held.take()) this.emit({ to: 'target', kind: 'request', fields });
    this.flows.user.openReceiver(window, maxPacket);
    this.flows.user.widen(fullWindow);
  }

  private onOpenFailure(reason: number, description: string): void {
    this.ends.target = 'gone';
    if (this.state === 'local') return;
    if (this.accepted)
      return this.serveLocally(`the server refused the session: ${oneLine(description)}`, exitStatus.noSession);
    this.emit({ to: 'user', kind: 'open-failure', reason, description: oneLine(description) });
    this.ends.refuseUser();
  }

  private onRequest(from: Side, request: ChannelRequest): void {
    const decision = decideRequest(from, request, this.facts);
    const starts = startsSession(request.name);
    if (decision.verdict === 'allow' || (starts && this.state === 'local')) return this.passRequest(from, request);
    if (!starts || decision.text === undefined) return this.refuseRequest(from, request);
    this.facts.started = true;
    if (request.wantReply) this.replies[from].expect();
    this.serveLocally(decision.text, exitStatus.refused);
  }

  private passRequest(from: Side, request: ChannelRequest): void {
    const to = otherSide(from);
    if (this.state !== 'local' && (this.ends.wasClosed(to) || (this.ends.hasClosed(to) && request.wantReply))) {
      return this.refuseRequest(from, request);
    }
    this.learn(request.name);
    if (request.wantReply) this.replies[from].expect();
    const fields = request.raw.subarray(5);
    if (this.state === 'open') this.emit({ to, kind: 'request', fields });
    else if (this.state === 'local') this.answerLocally();
    else this.held.add(fields);
  }

  private refuseRequest(from: Side, request: ChannelRequest): void {
    if (request.wantReply) this.replies[from].refuse();
  }

  private learn(name: string): void {
    if (startsSession(name)) this.facts.started = true;
    if (name === 'env') this.facts.variables++;
    if (name === 'pty-req') this.facts.terminal = true;
    if (name === 'exit-status' || name === 'exit-signal') this.facts.exited = true;
  }

  private onClose(from: Side): void {
    this.ends.heardClose(from);
    // The server only answers our CLOSE: the engineer's end is ours.
    if (from === 'target' && this.state === 'local') return;
    // Who has closed answers nothing more, and takes no more data.
    this.replies[otherSide(from)].abandon('failure');
    this.flows[otherSide(from)].deafen();
    // A client that has closed still waits for the exit status: its CLOSE is answered after the server's.
    if (from === 'target' || this.isUnserved) this.emit({ to: from, kind: 'close' });
    this.flows[from].close();
  }

  /** Nobody but us will close the engineer's end. */
  private get isUnserved(): boolean {
    const { target } = this.ends;
    return this.state === 'local' || target === 'gone' || (target === 'none' && !this.facts.started);
  }

  private closeTarget(): void {
    if (this.ends.target !== 'open') return;
    this.emit({ to: 'target', kind: 'close' });
    this.flows.user.deafen();
  }

  private serveLocally(text: string, status: number): void {
    this.state = 'local';
    this.refusal = { text, status };
    this.held.take();
    this.closeTarget();
    this.flows.user.deafen();
    this.flows.target.drop();
    if (!this.accepted) return this.refuseOpen(text);
    this.answerLocally();
    if (this.ends.hasClosed('user')) this.emit({ to: 'user', kind: 'close' });
  }

  private refuseOpen(description: string): void {
    this.emit({ to: 'user', kind: 'open-failure', reason: openFailures.connectFailed, description });
    this.ends.refuseUser();
  }

  /** Requests are granted, so that the client comes to the point where it can show a text and an exit status. */
  private answerLocally(): void {
    this.replies.user.abandon(this.refusal ? 'success' : 'failure');
    if (!this.facts.started || !this.refusal) return;
    this.local.write(this.refusal.text);
    this.local.tell(this.refusal.status);
    this.local.close();
    this.refusal = undefined;
  }

  private sayLastWords(text: string): void {
    this.state = 'local';
    if (!this.accepted) return this.refuseOpen(text);
    // A client that is told no does not show the text.
    this.replies.user.abandon('success');
    if (!this.facts.exited) this.local.write(text);
    if (!this.facts.exited) this.local.tell(exitStatus.noSession);
    this.local.close();
  }

  private confirmToUser(window: number): void {
    this.accepted = true;
    this.flows.user.announce(window);
    this.emit({ to: 'user', kind: 'open-confirmation', window });
    this.flows.target.openReceiver(this.request.window, this.request.maxPacket, ownWords);
  }

  private drain(): Effect[] {
    return this.effects.splice(0);
  }
}
