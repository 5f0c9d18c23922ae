import type { ChannelOpen } from '../../ssh/messages.ts';
import { standardGate } from '../policy/standard-gate.ts';
import type { Gate } from '../relay/gate.ts';
import type { Decision, Verdict } from '../relay/verdict.ts';

/**
 * The standard gate, but access may be withdrawn: each channel that is opened while the session is relayed asks again.
 */
export class AccessGate implements Gate {
  readonly request = standardGate.request;

  constructor(
    private readonly isRelayed: () => boolean,
    /** The text for the engineer when access no longer holds; undefined while it does. */
    private readonly denial: () => Promise<string | undefined>,
  ) {}

  open(open: ChannelOpen): Verdict {
    const decision = standardGate.open(open);
    if (decision.verdict === 'deny' || !this.isRelayed()) return decision;
    return { verdict: 'ask', answer: () => this.askAgain() };
  }

  private async askAgain(): Promise<Decision> {
    const text = await this.denial();
    return text === undefined ? { verdict: 'allow' } : { verdict: 'deny', rule: 'access', text };
  }
}
