import type { ChannelRequest } from '../../ssh/messages.ts';
import { type HeldRequest, HeldRequests } from './held-requests.ts';
import type { Decision, Question, Verdict } from './verdict.ts';

/** What happens to the requests of one side. */
export interface RequestHandler {
  judge(request: ChannelRequest): Verdict;
  carryOut(held: HeldRequest, decision: Decision): void;
  /** The gate is to be asked: from now on nothing that arrives after `held` is passed on. */
  hold(held: HeldRequest, question: Question): void;
  /** All are decided: what arrived after them is passed on. */
  release(): void;
}

/** The requests of one side of a channel on their way through the gate, which decides them one after the other. */
export class RequestLine {
  /** Not decided yet: the gate is asked about the first. */
  private readonly undecided = new HeldRequests();

  constructor(private readonly handler: RequestHandler) {}

  get isEmpty(): boolean {
    return this.undecided.isEmpty;
  }

  /** @throws ProtocolViolation when too many requests or bytes wait */
  receive(held: HeldRequest): void {
    if (!this.isEmpty) return void this.undecided.add(held);
    const verdict = this.handler.judge(held.request);
    if (verdict.verdict === 'ask') this.handler.hold(this.undecided.add(held), verdict);
    else this.handler.carryOut(held, verdict);
  }

  /** The gate's answer. It changes nothing if nothing waits for it any more. @throws ProtocolViolation */
  decide(held: HeldRequest, decision: Decision): void {
    if (this.undecided.first !== held) return;
    this.undecided.shift();
    this.handler.carryOut(held, decision);
    for (let next = this.undecided.first; next; next = this.undecided.first) {
      const verdict = this.handler.judge(next.request);
      if (verdict.verdict === 'ask') return this.handler.hold(next, verdict);
      this.undecided.shift();
      this.handler.carryOut(next, verdict);
    }
    this.handler.release();
  }

  /** Removes what waits without a decision, and returns it. */
  take(): HeldRequest[] {
    return this.undecided.take();
  }
}
