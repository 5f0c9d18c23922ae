import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { firstFreePort, loopback } from '../../src/demo/loopback-port.ts';
import { newManagementLogin } from '../../src/demo/management-login.ts';
import { PrivateNamespace } from '../../src/demo/sshd/private-namespace.ts';
import type {
  ManagementCredential,
  TargetInstance,
  TargetOptions,
  TargetUser,
} from '../../src/demo/target-instance.ts';
import { addUser, makeRoot } from './busybox-root.ts';

export interface BusyboxServerOptions extends TargetOptions {
  /** Programs of this machine to install alongside BusyBox, such as `chpasswd`. */
  readonly programs?: readonly string[];
  /** Applets that this BusyBox lacks, such as `passwd`. */
  readonly withoutApplets?: readonly string[];
  /** Further options of dropbear(8). */
  readonly dropbearOptions?: readonly string[];
}

/** What it needs besides what `missingForSshd` checks, for `describeWithSshdAnd`. */
export const busyboxServerPrograms = ['busybox', 'dropbear', 'dropbearkey'];

const root = '/run/busybox';
const hostKey = '/etc/dropbear/key';

/**
 * Starts dropbear over a root of its own: BusyBox, its ash and tools, /etc/passwd, and what `programs` names. There is
 * nothing else: no getent, flock, sudo or runuser, and none of PAM's services.
 */
export async function startBusyboxServer(options: BusyboxServerOptions): Promise<BusyboxServer> {
  const { name = 'busybox-target', programs = [], withoutApplets = [], users } = options;
  const management = await newManagementLogin('root', options.management);
  const namespace = await PrivateNamespace.open(name);
  const server = new BusyboxServer(namespace, name, management.credential, options);
  try {
    await namespace.run(['mkdir', '-p', root]);
    await namespace.run(['sh', '-c', makeRoot, 'sh', root, withoutApplets.join(' '), ...programs]);
    for (const [index, user] of [management.account, ...users].entries()) await server.addUser(user, 1000 + index);
    await server.install();
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

export class BusyboxServer implements TargetInstance {
  readonly kind = 'sshd';
  readonly osType = 'Linux';
  readonly address = loopback;
  private readonly logged: string[] = [];
  private listeningPort = 0;
  private server?: ChildProcess;

  constructor(
    private readonly namespace: PrivateNamespace,
    readonly name: string,
    readonly managementCredential: ManagementCredential,
    private readonly options: BusyboxServerOptions,
  ) {}

  get port(): number {
    return this.listeningPort;
  }

  get userNames(): string[] {
    return this.options.users.map((user) => user.name);
  }

  async addUser({ name, password, authorizedKeys = [] }: TargetUser, id: number): Promise<void> {
    const lines = [password?.reveal() ?? '', ...authorizedKeys.map((key) => key.trim())];
    await this.run(['sh', '-c', addUser, 'sh', name, String(id)], `${lines.join('\n')}\n`);
  }

  /** Starts dropbear on a free port; `startBusyboxServer` calls it. */
  async install(): Promise<void> {
    this.listeningPort = await firstFreePort((port) => this.listen(port));
  }

  async hostKeys(): Promise<string[]> {
    const shown = await this.namespace.run(['dropbearkey', '-y', '-f', root + hostKey]);
    return shown.split('\n').flatMap((line) => /^ssh-\S+ \S+/.exec(line) ?? []);
  }

  async replaceHostKeys(): Promise<void> {
    await this.powerOff();
    await this.namespace.run(['rm', root + hostKey]);
    await this.namespace.run(['dropbearkey', '-t', 'ed25519', '-f', root + hostKey]);
    await this.powerOn();
  }

  async powerOff(): Promise<void> {
    await this.namespace.killAll();
    this.server = undefined;
  }

  async powerOn(): Promise<void> {
    if (this.server !== undefined) return;
    if (!(await this.listen(this.port))) throw new Error(`port ${this.port} was taken by another program`);
  }

  async stop(): Promise<void> {
    this.server = undefined;
    await this.namespace.close();
  }

  /** What dropbear has logged since the start. */
  log(): string {
    return this.logged.join('\n');
  }

  /** Runs a program inside as root, without SSH. */
  run(command: readonly string[], input?: string): Promise<string> {
    return this.namespace.run(['chroot', root, ...command], input);
  }

  /** The path under which the machine sees a file of the server, while it is not stopped. */
  path(inside: string): string {
    return this.namespace.path(root + inside);
  }

  private async listen(port: number): Promise<boolean> {
    const options = ['-F', '-E', '-r', hostKey, '-p', `${loopback}:${port}`, ...(this.options.dropbearOptions ?? [])];
    const server = this.namespace.start(['chroot', root, '/usr/sbin/dropbear', ...options]);
    const lines = createInterface(server.stderr!).on('line', (line) => this.logged.push(line));
    const ended = once(server, 'close');
    // It listens before it writes its first line. When it cannot listen, it says so and ends.
    const [first] = (await Promise.race([once(lines, 'line'), ended])) as [string | number];
    if (!/Not backgrounding/.test(String(first))) return this.refused(String(first));
    this.server = server;
    return true;
  }

  private refused(reason: string): false {
    if (!reason.includes('Address already in use')) throw new Error(`dropbear did not start: ${reason}`);
    return false;
  }
}
