import { type ChannelMessage, ProtocolViolation } from '../../ssh/messages.ts';
import type { Effect, Side } from './effects.ts';

/** The two ends of a channel: whether the server's exists, and at which of them CLOSE was sent and received. */
export class ChannelEnds {
  /** `asked` to open it and not answered yet · `gone` refused, or lost with its connection. */
  target: 'none' | 'asked' | 'open' | 'gone' = 'none';
  private readonly sent: Record<Side, boolean> = { user: false, target: false };
  private readonly received: Record<Side, boolean> = { user: false, target: false };

  /** CLOSE was sent to this end. */
  wasClosed(side: Side): boolean {
    return this.sent[side];
  }

  /** CLOSE came from this end. */
  hasClosed(side: Side): boolean {
    return this.received[side];
  }

  heardClose(side: Side): void {
    this.received[side] = true;
  }

  /** The engineer's end was never opened. */
  refuseUser(): void {
    this.sent.user = this.received.user = true;
  }

  loseTarget(): void {
    this.sent.target = true;
    this.target = 'gone';
  }

  /** @throws ProtocolViolation when no message of this kind is due from this end */
  assertTurn(from: Side, kind: ChannelMessage['kind']): void {
    if (this.received[from]) throw new ProtocolViolation('a message after CLOSE');
    const answersOpen = kind === 'open-confirmation' || kind === 'open-failure';
    const isDue = from === 'target' && this.target === 'asked';
    if (answersOpen !== isDue) throw new ProtocolViolation(`${kind} out of turn`);
  }

  /**
   * Whether an effect may be sent: nothing after CLOSE, nothing to an end that does not exist. Records CLOSE itself.
   */
  admits({ to, kind }: Effect): boolean {
    if (kind === 'ask') return true;
    if (this.sent[to] || (to === 'target' && this.target !== 'open' && kind !== 'open')) return false;
    if (kind === 'close') this.sent[to] = true;
    return true;
  }

  /** CLOSE was sent to this end and came from it. */
  isFinished(side: Side): boolean {
    return this.sent[side] && this.received[side];
  }
}
