import type { ChannelOpen } from '../../ssh/messages.ts';
import { loopbackPort } from '../policy/loopback-port.ts';
import { standardGate } from '../policy/standard-gate.ts';
import type { Gate } from '../relay/gate.ts';
import type { Decision, Verdict } from '../relay/verdict.ts';

/** The text for the engineer when something is not allowed; undefined where it is. */
type Denial = Promise<string | undefined>;

/**
 * The standard gate, but access may be withdrawn: each channel that is opened while the session is relayed asks again.
 * Ports of the target's own loopback are forwarded where that is allowed, once the session is relayed.
 */
export class AccessGate implements Gate {
  readonly request = standardGate.request;

  constructor(
    private readonly isRelayed: () => boolean,
    private readonly denial: () => Denial,
    private readonly forwardingDenial: (port: number) => Denial,
  ) {}

  open(open: ChannelOpen): Verdict {
    const port = loopbackPort(open);
    if (port !== undefined) return ask('forwarding', () => this.forwardingDenial(port));
    const decision = standardGate.open(open);
    if (decision.verdict === 'deny' || !this.isRelayed()) return decision;
    return ask('access', this.denial);
  }
}

function ask(rule: string, denial: () => Denial): Verdict {
  return { verdict: 'ask', answer: async () => decisionFor(rule, await denial()) };
}

function decisionFor(rule: string, text: string | undefined): Decision {
  return text === undefined ? { verdict: 'allow' } : { verdict: 'deny', rule, text };
}
