import type { ChannelOpen } from '../../ssh/messages.ts';
import { readTcpipTarget } from '../../ssh/tcpip-target.ts';

/** What every server takes for itself. */
const loopback: readonly string[] = ['localhost', '127.0.0.1', '::1'];
const sshPort = 22;

/** The port of the server's own loopback that a channel is to lead to; never that of SSH. Undefined: anything else. */
export function loopbackPort({ type, data }: ChannelOpen): number | undefined {
  const target = type === 'direct-tcpip' ? readTcpipTarget(data) : undefined;
  return target && loopback.includes(target.host) && target.port !== sshPort ? target.port : undefined;
}
