import type { ChannelOpen } from '../../ssh/messages.ts';
import { readTcpipTarget } from '../../ssh/tcpip-target.ts';
import type { Gate } from '../relay/gate.ts';
import type { Decision } from '../relay/verdict.ts';
import { standardGate } from './standard-gate.ts';

/** Who is at no target may also connect onwards; where to is decided behind the door. */
export const lobbyGate: Gate = { open: decideOpen, request: standardGate.request };

function decideOpen(open: ChannelOpen): Decision {
  if (open.type !== 'direct-tcpip') return standardGate.open(open);
  if (readTcpipTarget(open.data)) return { verdict: 'allow' };
  return { verdict: 'deny', rule: 'tcpip-target', text: 'sallyport: this is no address of a host' };
}
