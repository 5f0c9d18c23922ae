import { ProtocolViolation } from '../../ssh/messages.ts';
import type { Emit, Side } from './effects.ts';

const mostUnanswered = 128;

/** The replies that one side's requests are owed: one each, in the order of the requests, whoever gives them. */
export class ReplyOrder {
  private readonly owed: ('remote' | 'refused')[] = [];

  constructor(
    private readonly to: Side,
    private readonly emit: Emit,
  ) {}

  /** The other side will answer. @throws ProtocolViolation when more is unanswered than anybody needs */
  expect(): void {
    this.push('remote');
  }

  /** The answer is no, as soon as the requests before it are answered. */
  refuse(): void {
    this.push('refused');
    this.settle();
  }

  /** The other side answers the oldest request. @throws ProtocolViolation when there is none */
  answer(kind: 'success' | 'failure'): void {
    if (this.owed[0] !== 'remote') throw new ProtocolViolation('a reply to no request');
    this.owed.shift();
    this.emit({ to: this.to, kind });
    this.settle();
  }

  /** The other side will answer nothing more: `kind` stands for what it has not. */
  abandon(kind: 'success' | 'failure'): void {
    while (this.owed.length > 0) this.answer(kind);
  }

  private push(entry: 'remote' | 'refused'): void {
    if (this.owed.length >= mostUnanswered) throw new ProtocolViolation('too many unanswered requests');
    this.owed.push(entry);
  }

  private settle(): void {
    while (this.owed[0] === 'refused') {
      this.owed.shift();
      this.emit({ to: this.to, kind: 'failure' });
    }
  }
}
