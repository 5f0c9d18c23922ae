import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Login } from '../../../src/demo/openssh-client.ts';
import { account, type BrokerUnderTest, engineerPassword } from '../broker-under-test.ts';

/** Options of ssh_config by which alice reaches every host through the broker, as it is dialled. */
export function throughBastion(broker: BrokerUnderTest, options: readonly string[] = []): Login {
  const bastion = ['Host bastion', 'HostName 127.0.0.1', `Port ${broker.port}`, 'User alice'];
  const jump = ['Host * !bastion', 'ProxyJump bastion', 'Port 22', `User ${account}`];
  return broker.login('alice', { password: engineerPassword, options: [...options, ...bastion, ...jump] });
}

/** As `throughBastion`, with what the client knows about hosts; it asks nothing, and takes no other key. */
export async function knowing(
  broker: BrokerUnderTest,
  knownHosts: readonly string[],
  options: readonly string[] = [],
): Promise<Login> {
  const file = join(broker.client.folder, `known_hosts-${knownHosts.length}-${Date.now()}`);
  await writeFile(file, knownHosts.map((line) => `${line}\n`).join(''));
  const strict = ['Host * !bastion', 'StrictHostKeyChecking yes', `UserKnownHostsFile ${file}`];
  return throughBastion(broker, [...strict, ...options]);
}
