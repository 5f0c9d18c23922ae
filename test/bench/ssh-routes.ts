import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { OpensshClient } from '../../src/demo/openssh-client.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { generateSshKeyPair, type SshKeyPair } from '../../src/ssh/keys.ts';
import type { Build } from './build.ts';
import { grantHost } from './granted-host.ts';
import { namespaceCpu, processCpu } from './process-table.ts';

/** One route from the OpenSSH client to the target. */
export interface Route {
  readonly name: 'direct' | 'ssh -J' | Build['name'];
  /** Starts `ssh … command`. */
  start(command: string, stdio: StdioOptions): ChildProcess;
  /** CPU seconds that the bastion on this route has used so far; NaN where there is none. */
  bastionCpu(): Promise<number>;
}

const account = 'ops';
const engineer = 'alice';
const hop = 'hop';

// The same on every leg: the servers accept nothing else, which also binds the broker's choice towards the target.
const serverOptions = [
  'KexAlgorithms curve25519-sha256',
  'Ciphers aes128-gcm@openssh.com',
  'HostKeyAlgorithms ssh-ed25519',
  'Compression no',
];
const clientOptions = [...serverOptions, 'ControlMaster no', 'ControlPath none', 'LogLevel ERROR'];

/** A target, an OpenSSH jump host, and the broker: three routes to one account, with public keys everywhere. */
export class SshRoutes {
  private constructor(
    readonly all: readonly Route[],
    /** The engineer's key and login at the broker, for clients other than OpenSSH. */
    readonly broker: { readonly port: number; readonly userName: string; readonly key: SshKeyPair },
    private readonly parts: readonly { stop(): Promise<void> }[],
  ) {}

  static async open(builds: readonly [Build, ...Build[]]): Promise<SshRoutes> {
    const key = await generateSshKeyPair('ed25519');
    const accountKey = await generateSshKeyPair('ed25519');
    const client = await OpensshClient.create();
    const parts: { stop(): Promise<void> }[] = [{ stop: () => client.close() }];
    const startSshd = async (name: string, user: string, keys: readonly string[]) => {
      const options = { name, users: [{ name: user, authorizedKeys: keys }], sshdOptions: serverOptions };
      const instance = await startSshdInstance({ ...options, logLevel: 'INFO' });
      parts.push(instance);
      return instance;
    };
    try {
      const target = await startSshd('bench-target', account, [key.publicKey, accountKey.publicKey]);
      const jump = await startSshd('bench-jump', hop, [key.publicKey]);
      const grant = { target, account, accountKey, engineer, engineerPublicKey: key.publicKey };
      for (const { service } of builds) await grantHost(service, grant);
      const userName = `${engineer}@${account}@${target.name}`;
      const routes = [
        await directRoute(client, target, key),
        await jumpRoute(client, target, jump, key),
        ...(await Promise.all(
          builds.map((build) => brokerRoute(client, build, { user: userName, privateKey: key.privateKey })),
        )),
      ];
      return new SshRoutes(routes, { port: builds[0].service.sshPort, userName, key }, parts);
    } catch (error) {
      await stopAll(parts);
      throw error;
    }
  }

  async close(): Promise<void> {
    await stopAll(this.parts);
  }
}

async function stopAll(parts: readonly { stop(): Promise<void> }[]): Promise<void> {
  await Promise.all(parts.map((part) => part.stop()));
}

type Login = Parameters<OpensshClient['prepare']>[0];

/** Returns a function that starts `ssh` with this login. The login's files are written once, outside what is timed. */
async function starter(client: OpensshClient, login: Login, before: readonly string[] = []): Promise<Route['start']> {
  const options = [...before, 'Host *', ...clientOptions];
  const { configuration, environment } = await client.prepare({ ...login, options });
  return (command, stdio) => spawn('ssh', ['-F', configuration, 'target', command], { env: environment, stdio });
}

async function directRoute(client: OpensshClient, target: SshdInstance, { privateKey }: SshKeyPair): Promise<Route> {
  const start = await starter(client, { port: target.port, user: account, privateKey });
  return { name: 'direct', start, bastionCpu: async () => NaN };
}

async function jumpRoute(
  client: OpensshClient,
  target: SshdInstance,
  jump: SshdInstance,
  { privateKey }: SshKeyPair,
): Promise<Route> {
  const jumpHost = ['Host jump', 'HostName 127.0.0.1', `Port ${jump.port}`, `User ${hop}`];
  const before = [...jumpHost, 'Host target', 'ProxyJump jump'];
  const start = await starter(client, { port: target.port, user: account, privateKey }, before);
  const listener = (await jump.processes()).find(({ command }) => command.includes('[listener]'));
  if (!listener) throw new Error('the jump host does not listen');
  return { name: 'ssh -J', start, bastionCpu: () => namespaceCpu(listener.pid) };
}

async function brokerRoute(
  client: OpensshClient,
  { name, service, pid }: Build,
  login: Omit<Login, 'port'>,
): Promise<Route> {
  const start = await starter(client, { ...login, port: service.sshPort });
  return { name, start, bastionCpu: () => processCpu(pid) };
}
