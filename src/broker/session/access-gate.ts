import type { ChannelOpen } from '../../ssh/messages.ts';
import { standardGate } from '../policy/standard-gate.ts';
import type { Gate } from '../relay/gate.ts';
import type { Decision, Verdict } from '../relay/verdict.ts';

/** The standard gate of a session whose access may be taken away: each channel that comes while it is relayed asks again. */
export class AccessGate implements Gate {
  readonly request = standardGate.request;

  constructor(
    private readonly isRelayed: () => boolean,
    /** Words for the engineer when access holds no more; undefined while it does. */
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
