import { ProtocolViolation } from '../../ssh/messages.ts';
import type { Emit, Side } from './effects.ts';
import type { OwedReply } from './held-requests.ts';

const mostUnanswered = 128;

/** The replies that one side's requests are owed: one each, in the order of the requests, no matter who gives them. */
export class ReplyOrder {
  private readonly owed: OwedReply[] = [];

  constructor(
    private readonly to: Side,
    private readonly emit: Emit,
  ) {}

  /** A request arrived that wants a reply. @throws ProtocolViolation when too many are unanswered */
  expect(): OwedReply {
    if (this.owed.length >= mostUnanswered) throw new ProtocolViolation('too many unanswered requests');
    const reply: OwedReply = { by: 'unknown' };
    this.owed.push(reply);
    return reply;
  }

  /** The answer is no, as soon as the requests before it are answered. */
  refuse(reply: OwedReply): void {
    reply.by = 'refused';
    this.settle();
  }

  /** The other side answers the oldest request. @throws ProtocolViolation when it was not asked */
  answer(kind: 'success' | 'failure'): void {
    if (this.owed[0]?.by !== 'remote') throw new ProtocolViolation('a reply without a request');
    this.owed.shift();
    this.emit({ to: this.to, kind });
    this.settle();
  }

  /** The other side will answer nothing more: `kind` replaces its answers, also those to requests that it never got. */
  abandon(kind: 'success' | 'failure'): void {
    for (const { by } of this.owed.splice(0)) this.emit({ to: this.to, kind: by === 'refused' ? 'failure' : kind });
  }

  private settle(): void {
    while (this.owed[0]?.by === 'refused') {
      this.owed.shift();
      this.emit({ to: this.to, kind: 'failure' });
    }
  }
}
