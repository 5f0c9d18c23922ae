import { type Effect, otherSide, type Side } from '../../../src/broker/relay/effects.ts';
import type { Stream } from '../../../src/ssh/messages.ts';
import { ChannelEnd, dataBit, mostOnTheWay } from './channel-end.ts';
import { allowed, requestOf, type Request } from './channel-requests.ts';

/** What the broker may do to the two ends of a channel. Each effect is checked against what its receiver allows. */
export class ChannelRules {
  readonly user = new ChannelEnd();
  readonly target = new ChannelEnd();
  readonly passed: Request[] = [];
  wasAskedToOpen = false;
  targetIsGone = false;
  /** From now on the broker may answer by itself. */
  isTakenOver = false;
  /** The broker no longer waits for the server to take what the engineer left behind. */
  hasGivenUp = false;
  /** The requests of each end that the gate has not decided on. The first is the one that it was asked about. */
  protected readonly undecided: Record<Side, Request[]> = { user: [], target: [] };
  /** Requests that the gate has let pass and that are not passed on yet. */
  protected readonly decided: Record<Side, Request[]> = { user: [], target: [] };

  end(side: Side): ChannelEnd {
    return this[side];
  }

  /** Bytes arrive in the order in which they were sent, without gaps. */
  checkOrder(): void {
    for (const side of ['user', 'target'] as const) {
      const sent = this.end(otherSide(side)).sent;
      this.end(side).received.forEach((byte, index) => must(byte === sent[index], `byte ${index} to the ${side}`));
    }
  }

  protected check(effect: Effect): void {
    const end = this.end(effect.to);
    if (effect.kind === 'open') return this.checkOpen();
    if (effect.to === 'user' && (effect.kind === 'open-confirmation' || effect.kind === 'open-failure'))
      return this.checkReply(effect);
    must(end.isThere, `${effect.kind} to the ${effect.to} that is not there`);
    must(!end.heardClose, `${effect.kind} after CLOSE to the ${effect.to}`);
    must(!(effect.to === 'target' && this.targetIsGone), `${effect.kind} to the server that is gone`);
    this.checkHold(effect);
    this.checkMessage(effect, end);
  }

  /** While the gate is asked about a request of an end, whatever that end sends afterwards waits. */
  private checkHold(effect: Effect): void {
    const sender = otherSide(effect.to);
    const isOurs = this.isTakenOver || (effect.kind === 'close' && (this.end(effect.to).closed || this.hasGivenUp));
    const isHeld = (side: Side) => this.undecided[side].length > 0 && !isOurs;
    const waits = ['data', 'eof', 'close'].includes(effect.kind) && isHeld(sender);
    must(!waits, `${effect.kind} to the ${effect.to} before the gate has answered`);
    must(
      effect.kind !== 'window-adjust' || !isHeld(effect.to),
      `the window of the ${effect.to} widened while it is held`,
    );
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

  private checkMessage(effect: Effect, end: ChannelEnd): void {
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

  /** Replies come in the order of the requests: failure for a denied one, else what the other end said, if anything. */
  private checkAnswer(to: Side, kind: 'success' | 'failure'): void {
    const { asked, replies } = this.end(to);
    const other = this.end(otherSide(to));
    const request = asked[replies.length];
    if (!request) throw new Error('a reply without a request');
    const before = asked.slice(0, replies.length).filter(({ isDenied }) => !isDenied).length;
    const answer = request.isDenied ? 'failure' : other.answered[before];
    must(answer !== undefined || other.closed || this.isTakenOver, `a reply to ${request.name} that nobody gave`);
    must(answer === undefined || answer === kind || this.isTakenOver, `the reply to ${request.name} is another's`);
    must(kind === 'failure' || !request.isDenied, `a denied ${request.name} was granted`);
    replies.push(kind);
  }

  private checkData(to: Side, stream: Stream, data: Uint8Array): void {
    const end = this.end(to);
    must(!end.heardEof, 'data after EOF');
    must(!end.closed, 'data for who has closed');
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
    const known = requestOf(fields);
    const request = known ?? { name: 'exit-status', wantReply: false, fields: Buffer.from(fields) };
    must(
      known !== undefined || (to === 'user' && request.fields.includes('exit-status')),
      'a request that nobody made',
    );
    this.passed.push(request);
    if (request.wantReply) this.end(to).toAnswer.push(request);
    must(allowed[otherSide(to)].has(request.name), `${request.name} passed on`);
    if (known) this.checkDecision(otherSide(to), known);
  }

  /** Only what was let pass is passed on, and in the order of arrival. What nobody can take any more is left out. */
  private checkDecision(from: Side, { name, wantReply }: Request): void {
    const place = this.decided[from].findIndex((request) => request.name === name && request.wantReply === wantReply);
    must(place >= 0, `${name} passed on, out of order or undecided`);
    this.decided[from].splice(0, place + 1);
  }
}

function must(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(otherwise);
}
