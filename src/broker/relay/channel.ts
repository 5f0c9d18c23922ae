import { fullWindow } from '../../ssh/credit.ts';
import {
  assertMaxPacket,
  type ChannelMessage,
  type ChannelOpen,
  openFailures,
  ProtocolViolation,
} from '../../ssh/messages.ts';
import { oneLine } from '../../common/printable.ts';
import { ChannelEnds } from './channel-ends.ts';
import { type Effect, otherSide, type Side } from './effects.ts';
import { Flow } from './flow.ts';
import type { ChannelFacts, Gate } from './gate.ts';
import type { HeldRequest } from './held-requests.ts';
import { LocalChannel } from './local-channel.ts';
import { type RequestHost, Requests } from './requests.ts';
import type { Decision } from './verdict.ts';

/** Bytes that are accepted on a channel before the server is connected. */
const earlyWindow = 256 * 1024;

/** Bytes of the engineer's window that are reserved for our own messages. */
const localWindow = 8192;

/** Exit status of a command that the gate refuses, and of one without a connection to the server. */
const exitStatus = { refused: 126, noSession: 255 } as const;

/**
 * One channel between an engineer and a server, without any I/O: messages in, effects out.
 *
 * `asked` the gate has not admitted it yet · `early` accepted and held before the server is connected · `opening` the
 * server was asked to open it · `open` relayed · `local` served by us, to say why it is not relayed. Each end closes by
 * itself: see `isFinished`.
 */
export class Channel {
  private state: 'asked' | 'early' | 'opening' | 'open' | 'local' = 'asked';
  private readonly ends = new ChannelEnds();
  private readonly effects: Effect[] = [];
  private readonly emit = (effect: Effect): void => {
    if (this.ends.admits(effect)) this.effects.push(effect);
  };
  private readonly flows: Record<Side, Flow>;
  private readonly requests: Requests;
  private readonly local: LocalChannel;
  private accepted = false;

  /** @throws ProtocolViolation when the engineer's client has too small a maximum packet size */
  constructor(
    private readonly request: ChannelOpen,
    gate: Pick<Gate, 'request'>,
  ) {
    assertMaxPacket(request.maxPacket);
    this.flows = { user: new Flow('user', this.emit), target: new Flow('target', this.emit) };
    this.local = new LocalChannel(this.flows.target, this.emit, () => this.facts.terminal);
    this.requests = new Requests(gate, this.requestHost(), request.type);
  }

  /**
   * The gate admits the channel. It is opened on the server if that is connected. Otherwise a session is accepted
   * immediately, and what arrives is held; only in a session can be said later why there is no server.
   */
  admit(serverIsThere: boolean): Effect[] {
    this.state = 'early';
    if (serverIsThere) return this.openOnTarget();
    if (this.facts.type === 'session') this.confirmToUser(earlyWindow);
    return this.drain();
  }

  /** The server is connected. */
  openOnTarget(): Effect[] {
    if (this.state !== 'early' || this.ends.target !== 'none') return [];
    this.state = 'opening';
    this.ends.target = 'asked';
    this.flows.target.announce(fullWindow);
    this.emit({ to: 'target', kind: 'open', window: fullWindow });
    return this.drain();
  }

  /** There will be no connection to the server. `reason` is told where the channel is not accepted yet. */
  refuse(text: string, reason?: number): Effect[] {
    if (this.isBeforeServer) this.serveLocally(text, exitStatus.noSession, reason);
    return this.drain();
  }

  /** The server has not answered whether it opens the channel. */
  timeOut(text: string): Effect[] {
    if (this.ends.target === 'asked' && this.state === 'opening') this.serveLocally(text, exitStatus.noSession);
    return this.drain();
  }

  /** The connection to the server is lost: what came from it is passed on, then `text`, then the end. */
  loseTarget(text: string): Effect[] {
    const wasOpen = this.ends.target === 'open' && !this.ends.hasClosed('target');
    this.ends.loseTarget();
    this.flows.user.discardIncoming();
    if (this.isBeforeServer || this.state === 'opening') this.serveLocally(text, exitStatus.noSession);
    else if (this.state === 'open' && wasOpen) this.explainEnd(text);
    return this.drain();
  }

  /** We end the session: data queued for the engineer are dropped, and `text` is shown now. */
  cutOff(text: string): Effect[] {
    if (this.state === 'open') this.flows.target.drop();
    if (this.state !== 'local') this.explainEnd(text);
    this.closeTarget();
    return this.drain();
  }

  /** The engineer has closed the channel and the server does not take what is left: closes it there too. */
  giveUp(): Effect[] {
    if (this.ends.hasClosed('user')) this.closeTarget();
    return this.drain();
  }

  /** What the gate and the taps know about the channel. */
  get facts(): ChannelFacts & { readonly exited: boolean } {
    return this.requests.facts;
  }

  /** The gate's answer to a question about a request of this side. @throws ProtocolViolation */
  decide(from: Side, question: HeldRequest, decision: Decision): Effect[] {
    this.requests.decide(from, question, decision);
    return this.drain();
  }

  /** A message for this channel. @throws ProtocolViolation */
  receive(from: Side, message: ChannelMessage): Effect[] {
    if (from === 'user' && !this.accepted) throw new ProtocolViolation('a message for a channel that is not open yet');
    this.ends.assertTurn(from, message.kind);
    // Messages that were in transit when we took the channel over are of no use any more.
    const isStale = this.state === 'local' && this.ends.wasClosed(from) && message.kind !== 'close';
    if (!isStale) this.dispatch(from, message);
    return this.drain();
  }

  /** True when neither side may send on this end any more, so that its number is free. */
  isFinished(side: Side): boolean {
    const { target } = this.ends;
    if (side === 'user' || target === 'asked' || target === 'open') return this.ends.isFinished(side);
    return target === 'gone' || this.state === 'local' || (this.ends.hasClosed('user') && this.requests.areIdle);
  }

  /** True until the gate has admitted it, or it was refused. */
  get isAsked(): boolean {
    return this.state === 'asked';
  }

  /** True while the engineer's end is closed and the server's is not yet. */
  get waitsForTargetClose(): boolean {
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

  private requestHost(): RequestHost {
    return {
      ends: this.ends,
      emit: this.emit,
      local: this.local,
      where: () => (this.state === 'open' ? 'relayed' : this.state === 'local' ? 'local' : 'waiting'),
      hold: (from) => void (this.flows[from].isHeld = true),
      release: (from) => this.release(from),
      refuseCommand: (text) => this.serveLocally(text, exitStatus.refused),
      answerLocally: () => this.answerLocally(),
    };
  }

  private release(from: Side): void {
    this.flows[from].release();
    if (this.ends.hasClosed('user') && this.isUnserved) this.emit({ to: 'user', kind: 'close' });
  }

  private get isBeforeServer(): boolean {
    return this.state === 'asked' || this.state === 'early';
  }

  private dispatch(from: Side, message: ChannelMessage): void {
    switch (message.kind) {
      case 'data':
        return this.flows[from].receive(message.stream, message.data);
      case 'window-adjust':
        return this.flows[otherSide(from)].adjust(message.amount);
      case 'request':
        return this.requests.receive(from, message);
      case 'success':
      case 'failure':
        return this.requests.answer(from, message.kind);
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
    this.requests.passEarly();
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

  private onClose(from: Side): void {
    this.ends.heardClose(from);
    // The server only answers our CLOSE: we serve the engineer's end ourselves.
    if (from === 'target' && this.state === 'local') return;
    // An end that has closed answers nothing more, and takes no more data.
    this.requests.abandon(otherSide(from), 'failure');
    this.flows[otherSide(from)].discardIncoming();
    // A client that has closed still waits for the exit status: its CLOSE is answered after the server's.
    if (from === 'target' || this.isUnserved) this.emit({ to: from, kind: 'close' });
    this.flows[from].close();
  }

  /** True where only we can close the engineer's end. */
  private get isUnserved(): boolean {
    const { target } = this.ends;
    return this.state === 'local' || target === 'gone' || (target === 'none' && this.requests.areIdle);
  }

  private closeTarget(): void {
    if (this.ends.target !== 'open') return;
    this.emit({ to: 'target', kind: 'close' });
    this.flows.user.discardIncoming();
  }

  private serveLocally(text: string, status: number, reason?: number): void {
    this.takeOver();
    this.local.refuse(text, status);
    this.closeTarget();
    this.flows.user.discardIncoming();
    this.flows.target.drop();
    if (!this.accepted) return this.refuseOpen(text, reason);
    this.answerLocally();
    if (this.ends.hasClosed('user')) this.emit({ to: 'user', kind: 'close' });
  }

  /** From now on nothing waits for the gate. */
  private takeOver(): void {
    this.state = 'local';
    this.requests.forget();
    this.flows.user.isHeld = this.flows.target.isHeld = false;
  }

  private refuseOpen(description: string, reason: number = openFailures.connectFailed): void {
    this.emit({ to: 'user', kind: 'open-failure', reason, description });
    this.ends.refuseUser();
  }

  /** Grants requests, so that the client gets to the point where it can show a text and an exit status. */
  private answerLocally(): void {
    this.requests.abandon('user', this.local.isRefusing ? 'success' : 'failure');
    if (this.facts.started) this.local.showRefusal();
  }

  private explainEnd(text: string): void {
    this.takeOver();
    if (!this.accepted) return this.refuseOpen(text);
    // A client whose request fails does not show the text.
    this.requests.abandon('user', 'success');
    if (this.facts.exited || this.facts.type !== 'session') this.local.close();
    else this.local.explain(text, exitStatus.noSession);
  }

  private confirmToUser(window: number): void {
    this.accepted = true;
    this.flows.user.announce(window);
    this.emit({ to: 'user', kind: 'open-confirmation', window });
    this.flows.target.openReceiver(this.request.window, this.request.maxPacket, localWindow);
  }

  private drain(): Effect[] {
    return this.effects.splice(0);
  }
}
