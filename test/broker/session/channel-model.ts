import { Channel } from '../../../src/broker/session/channel.ts';
import { type Effect, otherSide, type Side } from '../../../src/broker/session/effects.ts';
import { type ChannelMessage, type ChannelOpen, decode, encode, type Stream } from '../../../src/ssh/messages.ts';
import { uint32, wireString } from '../../../src/ssh/wire.ts';

/** Data bytes have the highest bit, so that the broker's own words, which are ASCII, can be told from them. */
const dataBit = 0x80;

const mostOnTheWay = 2 * 1024 * 1024;

interface Request {
  readonly name: string;
  readonly wantReply: boolean;
  readonly fields: Buffer;
  /** The gate says no to it. */
  readonly isDenied?: boolean;
}

/** An end of the channel: what a peer that keeps to the protocol knows, and what the broker may do to it. */
class End {
  isThere = false;
  /** What the broker may still send. */
  window = 0;
  maxPacket = 0;
  /** What this end may still send. */
  granted = 0;
  saidEof = false;
  closed = false;
  heardEof = false;
  heardClose = false;
  /** This end's requests that want a reply, in order, with the answer of the other end as far as it came. */
  readonly asked: Request[] = [];
  readonly replies: ('success' | 'failure')[] = [];
  /** Requests that it was passed on and has not answered. */
  readonly toAnswer: Request[] = [];
  readonly answered: ('success' | 'failure')[] = [];
  /** Streams and bytes, interleaved, in order. */
  readonly sent: number[] = [];
  readonly received: number[] = [];
  ownWords = '';
}

/**
 * A channel between two peers that keep to the protocol. Whatever they do, in whatever order, the broker must keep to it too: each
 * effect is checked against what its receiver allows.
 */
export class ChannelModel {
  readonly user = new End();
  readonly target = new End();
  readonly passed: Request[] = [];
  wasAskedToOpen = false;
  targetIsGone = false;
  /** The broker may answer by itself now. */
  isTakenOver = false;
  private isStarted = false;
  private counter = 0;
  private readonly channel: Channel;

  constructor(window: number, maxPacket: number, early: boolean) {
    this.user.window = window;
    this.user.maxPacket = maxPacket;
    const payload = Buffer.concat([encode.open('session', 5, window, maxPacket)]);
    this.channel = new Channel(decode(payload) as ChannelOpen);
    this.perform(early ? this.channel.accept() : this.channel.openOnTarget());
  }

  end(side: Side): End {
    return this[side];
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
    const starts = ['exec', 'bad-exec', 'shell'].includes(name);
    const isDenied = denied.has(name) || (starts && this.isStarted);
    const request = { name, wantReply, fields: fieldsOf(name, wantReply), isDenied };
    this.isStarted ||= starts;
    if (name === 'bad-exec' && !isDenied) this.isTakenOver = true;
    if (wantReply && this.end(side).asked.length - this.end(side).replies.length > 100) return;
    if (wantReply) this.end(side).asked.push(request);
    this.receive(side, encode.request(0), request.fields);
  }

  answer(side: Side, kind: 'success' | 'failure'): void {
    if (!this.maySend(side) || this.end(side).toAnswer.length === 0) return;
    this.end(side).toAnswer.shift();
    this.end(side).answered.push(kind);
    this.receive(side, encode.plain(kind, 0));
  }

  confirm(window: number, maxPacket: number): void {
    if (!this.wasAskedToOpen || this.target.isThere || this.targetIsGone) return;
    Object.assign(this.target, { isThere: true, window, maxPacket, granted: mostOnTheWay });
    this.receive('target', encode.openConfirmation(0, 9, window, maxPacket));
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
    this.perform(this.channel.giveUp());
  }

  isFinished(): boolean {
    return this.channel.isFinished('user') && this.channel.isFinished('target');
  }

  /** The peers come to an end by the rules: they answer, take everything, and close. */
  windUp(): void {
    this.noTarget();
    for (let turn = 0; turn < 5; turn++) {
      this.confirm(1000, 32_768);
      for (const side of ['user', 'target'] as const) {
        while (this.end(side).toAnswer.length > 0 && this.maySend(side)) this.answer(side, 'success');
        this.adjust(side, mostOnTheWay * 2);
        if (this.end(side).heardClose) this.close(side);
      }
      this.close(turn === 0 ? 'target' : 'user');
    }
  }

  /** Any payload at all, from a peer that keeps to nothing. @throws ProtocolViolation */
  receive(side: Side, ...pieces: Buffer[]): void {
    const message = decode(Buffer.concat(pieces)) as ChannelMessage;
    this.perform(this.channel.receive(side, message));
  }

  private maySend(side: Side): boolean {
    const end = this.end(side);
    return end.isThere && !end.closed && !(side === 'target' && this.targetIsGone);
  }

  private perform(effects: readonly Effect[]): void {
    for (const effect of effects) this.check(effect);
  }

  private check(effect: Effect): void {
    const end = this.end(effect.to);
    if (effect.kind === 'open') return this.checkOpen();
    if (effect.to === 'user' && (effect.kind === 'open-confirmation' || effect.kind === 'open-failure'))
      return this.checkReply(effect);
    must(end.isThere, `${effect.kind} to the ${effect.to} that is not there`);
    must(!end.heardClose, `${effect.kind} after CLOSE to the ${effect.to}`);
    must(!(effect.to === 'target' && this.targetIsGone), `${effect.kind} to the server that is gone`);
    this.checkMessage(effect, end);
  }

  private checkOpen(): void {
    must(!this.wasAskedToOpen, 'a second OPEN');
    this.wasAskedToOpen = true;
  }

  private checkReply(effect: Effect): void {
    must(!this.user.isThere && !this.user.heardClose, 'a second answer to OPEN');
    if (effect.kind === 'open-confirmation') Object.assign(this.user, { isThere: true, granted: effect.window });
    else Object.assign(this.user, { heardClose: true, closed: true });
  }

  private checkMessage(effect: Effect, end: End): void {
    switch (effect.kind) {
      case 'data':
        return this.checkData(effect.to, effect.stream, effect.data);
      case 'window-adjust':
        end.granted += effect.amount;
        return must(end.granted <= mostOnTheWay, 'more granted than is kept');
      case 'eof':
        must(!end.heardEof, 'a second EOF');
        end.heardEof = true;
        return;
      case 'close':
        must(effect.to === 'target' || end.closed || end.replies.length === end.asked.length, 'CLOSE before a reply');
        end.heardClose = true;
        return;
      case 'request':
        return this.checkRequest(effect.to, effect.fields);
      case 'success':
      case 'failure':
        return this.checkAnswer(effect.to, effect.kind);
    }
  }

  /** The answer to the request in the same place: no for what is denied, else what the other end said, unless it says nothing more. */
  private checkAnswer(to: Side, kind: 'success' | 'failure'): void {
    const { asked, replies } = this.end(to);
    const other = this.end(otherSide(to));
    const request = asked[replies.length];
    if (!request) throw new Error('a reply to no request');
    const before = asked.slice(0, replies.length).filter(({ isDenied }) => !isDenied).length;
    const answer = request.isDenied ? 'failure' : other.answered[before];
    must(answer !== undefined || other.closed || this.isTakenOver, `a reply to ${request.name} that nobody gave`);
    must(answer === undefined || answer === kind || this.isTakenOver, `the reply to ${request.name} is another's`);
    must(kind === 'failure' || !denied.has(request.name), `a denied ${request.name} was granted`);
    replies.push(kind);
  }

  private checkData(to: Side, stream: Stream, data: Uint8Array): void {
    const end = this.end(to);
    must(!end.heardEof, 'data after EOF');
    must(data.length > 0 && data.length <= end.maxPacket, `a packet of ${data.length} for at most ${end.maxPacket}`);
    must(data.length <= end.window, 'data beyond the window');
    end.window -= data.length;
    for (const byte of data) {
      if (byte >= dataBit) must(end.ownWords === '', 'data after our own words');
      if (byte >= dataBit) end.received.push(stream * 256 + byte);
      else end.ownWords += String.fromCharCode(byte);
    }
  }

  private checkRequest(to: Side, fields: Uint8Array): void {
    const asWanted = [...requestNames].flatMap((name) => [true, false].map((wantReply) => ({ name, wantReply })));
    const known = asWanted.find(({ name, wantReply }) => fieldsOf(name, wantReply).equals(fields));
    const request: Request = { name: 'exit-status', wantReply: false, ...known, fields: Buffer.from(fields) };
    must(
      known !== undefined || (to === 'user' && request.fields.includes('exit-status')),
      'a request that nobody made',
    );
    this.passed.push(request);
    if (request.wantReply) this.end(to).toAnswer.push(request);
    must(!denied.has(request.name), `${request.name} passed on`);
  }

  /** Bytes arrive in the order in which they were sent, without gaps. */
  checkOrder(): void {
    for (const side of ['user', 'target'] as const) {
      const sent = this.end(otherSide(side)).sent;
      this.end(side).received.forEach((byte, index) => must(byte === sent[index], `byte ${index} to the ${side}`));
    }
  }
}

function must(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(otherwise);
}

export const userRequests = [
  'pty-req',
  'env',
  'bad-env',
  'exec',
  'bad-exec',
  'shell',
  'window-change',
  'x11-req',
  'signal',
] as const;
export const targetRequests = ['exit-status', 'keepalive@openssh.com', 'tunnel@example.com'] as const;
const requestNames = new Set<string>([...userRequests, ...targetRequests]);

/** What the gate denies without words. */
const denied = new Set<string>(['bad-env', 'x11-req', 'tunnel@example.com']);

const size = Buffer.concat([80, 24, 0, 0].map(uint32));
const specific: Readonly<Record<string, Buffer>> = {
  'pty-req': Buffer.concat([wireString('xterm'), size, wireString(Buffer.from([53, 0, 0, 0, 0, 0]))]),
  env: Buffer.concat([wireString('LANG'), wireString('C.UTF-8')]),
  'bad-env': Buffer.concat([wireString('LD_PRELOAD'), wireString('/tmp/x.so')]),
  exec: wireString('uptime'),
  'bad-exec': wireString('up\0time'),
  'window-change': size,
  signal: wireString('TERM'),
  'exit-status': uint32(3),
};
const wireNames: Readonly<Record<string, string>> = { 'bad-env': 'env', 'bad-exec': 'exec' };

function fieldsOf(name: string, wantReply: boolean): Buffer {
  const flag = Buffer.from([wantReply ? 1 : 0]);
  return Buffer.concat([wireString(wireNames[name] ?? name), flag, specific[name] ?? Buffer.alloc(0)]);
}
