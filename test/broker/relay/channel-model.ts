import { Channel } from '../../../src/broker/relay/channel.ts';
import type { Effect, Side } from '../../../src/broker/relay/effects.ts';
import type { Gate } from '../../../src/broker/relay/gate.ts';
import type { Decision } from '../../../src/broker/relay/verdict.ts';
import type { HeldRequest } from '../../../src/broker/relay/held-requests.ts';
import { standardGate } from '../../../src/broker/policy/standard-gate.ts';
import { type ChannelMessage, type ChannelOpen, decode, encode, type Stream } from '../../../src/ssh/messages.ts';
import { dataBit, mostOnTheWay } from './channel-end.ts';
import { allowed, fieldsOf, isAsked, requestOf, type Request, starts } from './channel-requests.ts';
import { ChannelRules } from './channel-rules.ts';

const unused = (): never => {
  throw new Error('the model answers by itself');
};

/** A channel between two peers that obey the protocol. Whatever they do, in any order, the broker must obey it too. */
export class ChannelModel extends ChannelRules {
  private isStarted = false;
  private counter = 0;
  private readonly channel: Channel;
  private readonly questions: Partial<Record<Side, HeldRequest>> = {};
  /** Leaves the requests in `asked` open and decides all others immediately. */
  private readonly gate: Pick<Gate, 'request'> = {
    request: (from, request, facts) => {
      const { name } = requestOf(request.raw.subarray(5)) ?? request;
      return isAsked(from, name) ? { verdict: 'ask', answer: unused } : standardGate.request(from, request, facts);
    },
  };

  constructor(window: number, maxPacket: number, early: boolean) {
    super();
    this.user.window = window;
    this.user.maxPacket = maxPacket;
    const payload = Buffer.concat([encode.open('session', 5, window, maxPacket)]);
    this.channel = new Channel(decode(payload) as ChannelOpen, this.gate);
    this.perform(this.channel.admit(!early));
  }

  data(side: Side, length: number, stream: Stream): void {
    const end = this.end(side);
    const fitting = Math.min(length, end.granted, 32_768);
    if (!this.maySend(side) || end.saidEof) return;
    const data = Buffer.from(Array.from({ length: fitting }, () => dataBit | (this.counter++ % 128)));
    for (const byte of data) end.sent.push(stream * 256 + byte);
    end.granted -= fitting;
    this.receive(side, encode.data(0, stream, fitting), data);
  }

  adjust(side: Side, amount: number): void {
    const end = this.end(side);
    if (!this.maySend(side) || end.window + amount > 0xffff_ffff) return;
    end.window += amount;
    this.receive(side, encode.windowAdjust(0, amount));
  }

  eof(side: Side): void {
    if (!this.maySend(side) || this.end(side).saidEof) return;
    this.end(side).saidEof = true;
    this.receive(side, encode.plain('eof', 0));
  }

  close(side: Side): void {
    if (!this.maySend(side)) return;
    this.end(side).closed = true;
    this.receive(side, encode.plain('close', 0));
  }

  request(side: Side, name: string, wantReply: boolean): void {
    if (!this.maySend(side)) return;
    if (wantReply && this.end(side).asked.length - this.end(side).replies.length > 100) return;
    this.noteRequest(side, name, wantReply);
    this.receive(side, encode.request(0), fieldsOf(name, wantReply));
  }

  noteRequest(side: Side, name: string, wantReply: boolean): void {
    const request = { name, wantReply, fields: fieldsOf(name, wantReply) };
    if (wantReply) this.end(side).asked.push(request);
    this.undecided[side].push(request);
    if (this.undecided[side].length === 1) this.judge(side);
  }

  /** Has the gate answer the question about this end, if there is one. */
  decide(side: Side, decision: Decision): void {
    const question = this.questions[side];
    if (!question) return;
    delete this.questions[side];
    const request = this.undecided[side].shift()!;
    const isShown = decision.verdict === 'deny' && decision.text !== undefined && starts.has(request.name);
    this.note(side, request, decision.verdict === 'deny' && !isShown);
    if (isShown) this.takeOver(side);
    this.judge(side);
    this.perform(this.channel.decide(side, question, decision));
  }

  get isAsked(): boolean {
    return this.questions.user !== undefined || this.questions.target !== undefined;
  }

  /** Decides on every request that the gate decides on immediately. */
  private judge(side: Side): void {
    const line = this.undecided[side];
    while (line[0] && !isAsked(side, line[0].name)) {
      const request = line.shift()!;
      const isSecond = side === 'user' && starts.has(request.name) && this.isStarted;
      this.note(side, request, isSecond || !allowed[side].has(request.name));
      if (request.name === 'bad-exec' && !isSecond) this.takeOver(side);
    }
  }

  /** The broker shows why itself. What came after that is no longer decided on. */
  private takeOver(side: Side): void {
    this.isTakenOver = true;
    this.undecided[side].length = 0;
  }

  private note(side: Side, request: Request, isDenied: boolean): void {
    request.isDenied = isDenied;
    if (isDenied) return;
    if (side === 'user' && starts.has(request.name)) this.isStarted = true;
    this.decided[side].push(request);
  }

  answer(side: Side, kind: 'success' | 'failure'): void {
    if (!this.maySend(side) || this.end(side).toAnswer.length === 0) return;
    this.end(side).toAnswer.shift();
    this.end(side).answered.push(kind);
    this.receive(side, encode.plain(kind, 0));
  }

  confirm(window: number, maxPacket: number): void {
    if (!this.wasAskedToOpen || this.target.isThere || this.targetIsGone) return;
    this.noteConfirmation(window, maxPacket);
    this.receive('target', encode.openConfirmation(0, 9, window, maxPacket));
  }

  noteConfirmation(window: number, maxPacket: number): void {
    Object.assign(this.target, { isThere: true, window, maxPacket, granted: mostOnTheWay });
  }

  refuseOpen(): void {
    this.isTakenOver = true;
    if (!this.wasAskedToOpen || this.target.isThere || this.targetIsGone) return;
    this.targetIsGone = true;
    this.receive('target', encode.openFailure(0, 4, 'no more'));
  }

  targetArrives(): void {
    if (!this.targetIsGone) this.perform(this.channel.openOnTarget());
  }

  noTarget(): void {
    this.isTakenOver = true;
    if (!this.wasAskedToOpen) this.perform(this.channel.refuse('no server'));
  }

  loseTarget(): void {
    this.isTakenOver = true;
    if (!this.wasAskedToOpen) return;
    this.targetIsGone = true;
    this.perform(this.channel.loseTarget('lost'));
  }

  timeOut(): void {
    this.isTakenOver = true;
    this.perform(this.channel.timeOut('too late'));
  }

  cutOff(): void {
    this.isTakenOver = true;
    this.perform(this.channel.cutOff('the end'));
  }

  giveUp(): void {
    this.hasGivenUp = true;
    this.perform(this.channel.giveUp());
  }

  isFinished(): boolean {
    return this.channel.isFinished('user') && this.channel.isFinished('target');
  }

  /** Whether the broker has a number for this end of the channel. */
  isKnown(side: Side): boolean {
    return (side === 'user' || this.wasAskedToOpen) && !this.channel.isFinished(side);
  }

  /** Has the peers finish by the rules: they answer, take everything and close. */
  windUp(): void {
    this.noTarget();
    for (let turn = 0; turn < 5; turn++) {
      this.confirm(1000, 32_768);
      for (const side of ['user', 'target'] as const) {
        while (this.questions[side]) this.decide(side, { verdict: 'allow' });
        while (this.end(side).toAnswer.length > 0 && this.maySend(side)) this.answer(side, 'success');
        this.adjust(side, mostOnTheWay * 2);
        if (this.end(side).heardClose) this.close(side);
      }
      this.close(turn === 0 ? 'target' : 'user');
    }
  }

  /**
   * Receives the payload that `pieces` make together.
   *
   * @throws ProtocolViolation
   */
  receive(side: Side, ...pieces: Buffer[]): void {
    const message = decode(Buffer.concat(pieces)) as ChannelMessage;
    this.perform(this.channel.receive(side, message));
  }

  private maySend(side: Side): boolean {
    const end = this.end(side);
    return end.isThere && !end.closed && !(side === 'target' && this.targetIsGone);
  }

  private perform(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'ask') this.questions[effect.to] = effect.question;
      else this.check(effect);
    }
  }
}
