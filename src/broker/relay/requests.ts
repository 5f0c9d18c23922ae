import type { ChannelRequest } from '../../ssh/messages.ts';
import type { ChannelEnds } from './channel-ends.ts';
import { type Emit, otherSide, type Side } from './effects.ts';
import { KnownFacts, startsSession } from './facts.ts';
import type { Gate } from './gate.ts';
import { type HeldRequest, HeldRequests } from './held-requests.ts';
import type { LocalChannel } from './local-channel.ts';
import { ReplyOrder } from './reply-order.ts';
import { RequestLine } from './request-line.ts';
import type { Decision, Verdict } from './verdict.ts';

/** The channel whose requests these are. */
export interface RequestHost {
  readonly ends: ChannelEnds;
  readonly emit: Emit;
  readonly local: Pick<LocalChannel, 'note' | 'showNotes'>;
  /** Whether requests go to the other side, wait for a server, or are answered by us. */
  where(): 'relayed' | 'waiting' | 'local';
  /** Stops passing on what this side sends, until `release`. */
  hold(from: Side): void;
  release(from: Side): void;
  /** The gate refuses a command with a text. */
  refuseCommand(text: string): void;
  answerLocally(): void;
}

/** The requests of a channel in both directions: through the gate, to the other side or to us, and their replies. */
export class Requests {
  readonly facts: KnownFacts;
  private readonly replies: Record<Side, ReplyOrder>;
  private readonly lines: Record<Side, RequestLine>;
  /** Allowed by the gate, for a server that is not connected yet. */
  private readonly early = new HeldRequests();

  constructor(
    private readonly gate: Pick<Gate, 'request'>,
    private readonly host: RequestHost,
    type: string,
  ) {
    this.facts = new KnownFacts(type);
    this.replies = { user: new ReplyOrder('user', host.emit), target: new ReplyOrder('target', host.emit) };
    this.lines = { user: this.lineOf('user'), target: this.lineOf('target') };
  }

  /** True while nothing was started and no request of the user is undecided. */
  get areIdle(): boolean {
    return !this.facts.started && this.lines.user.isEmpty;
  }

  /** @throws ProtocolViolation */
  receive(from: Side, request: ChannelRequest): void {
    const reply = request.wantReply ? this.replies[from].expect() : undefined;
    this.lines[from].receive({ request, reply });
  }

  /** The gate's answer to a question about a request of this side. @throws ProtocolViolation */
  decide(from: Side, question: HeldRequest, decision: Decision): void {
    this.lines[from].decide(question, decision);
  }

  /** The reply of one side to the oldest request of the other. @throws ProtocolViolation */
  answer(by: Side, kind: 'success' | 'failure'): void {
    this.replies[otherSide(by)].answer(kind);
  }

  /** The other side answers this one nothing more: `kind` stands for its answers. */
  abandon(to: Side, kind: 'success' | 'failure'): void {
    this.replies[to].abandon(kind);
  }

  /** The server is connected: passes on what has waited for it. */
  passEarly(): void {
    for (const { request } of this.early.take()) this.pass('target', request);
  }

  /** What the server has not received is never passed on, and is answered with the rest. */
  forget(): void {
    for (const { request } of this.lines.user.take()) this.facts.learn(request.name);
    this.lines.target.take();
    this.early.take();
  }

  private lineOf(from: Side): RequestLine {
    return new RequestLine({
      judge: (request) => this.judge(from, request),
      carryOut: (held, decision) => this.carryOut(from, held, decision),
      hold: (question, { answer }) => {
        this.host.hold(from);
        this.host.emit({ to: from, kind: 'ask', question, answer });
      },
      release: () => this.host.release(from),
    });
  }

  /** Requests that we answer ourselves reach no server, so nobody has to be asked about them. */
  private judge(from: Side, request: ChannelRequest): Verdict {
    const verdict = this.gate.request(from, request, this.facts);
    return verdict.verdict === 'ask' && this.host.where() === 'local' ? { verdict: 'allow' } : verdict;
  }

  private carryOut(from: Side, held: HeldRequest, decision: Decision): void {
    const starts = startsSession(held.request.name);
    const isAllowed = decision.verdict === 'allow' || (starts && this.host.where() === 'local');
    if (isAllowed) return this.passOrRefuse(from, held);
    if (!starts && decision.text !== undefined) this.host.local.note(decision.text);
    if (!starts || decision.text === undefined) return this.refuse(from, held);
    this.facts.started = true;
    this.host.refuseCommand(decision.text);
  }

  private passOrRefuse(from: Side, held: HeldRequest): void {
    const to = otherSide(from);
    const { ends } = this.host;
    const where = this.host.where();
    const isTooLate = ends.wasClosed(to) || (ends.hasClosed(to) && held.request.wantReply);
    if (where !== 'local' && isTooLate) return this.refuse(from, held);
    this.facts.learn(held.request.name);
    if (where !== 'local' && isForPeople(held.request.name)) this.host.local.showNotes();
    if (held.reply) held.reply.by = 'remote';
    if (where === 'relayed') this.pass(to, held.request);
    else if (where === 'local') this.host.answerLocally();
    else this.early.add(held);
  }

  private pass(to: Side, { name, data, raw }: ChannelRequest): void {
    this.host.emit({ to, kind: 'request', name, data, fields: raw.subarray(5) });
  }

  private refuse(from: Side, { reply }: HeldRequest): void {
    if (reply) this.replies[from].refuse(reply);
  }
}

/** What is written beside a subsystem, nobody reads. */
function isForPeople(name: string): boolean {
  return name === 'shell' || name === 'exec';
}
