import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { firstFreePort, loopback } from './loopback-port.ts';
import { newManagementLogin } from './management-login.ts';
import { findProgram } from './programs.ts';
import { addAccount, forgetMachinePasswords } from './sshd/accounts.ts';
import { hostKeyTypes, sshdConfiguration, type SshdConfiguration } from './sshd/configuration.ts';
import { PrivateNamespace, type NamespaceProcess } from './sshd/private-namespace.ts';
import { missingForSshd } from './sshd/requirements.ts';
import {
  assertUserNames,
  type ManagementCredential,
  type TargetInstance,
  type TargetOptions,
} from './target-instance.ts';

export interface SshdInstanceOptions extends TargetOptions {
  /** Default: `VERBOSE`. */
  readonly logLevel?: SshdConfiguration['logLevel'];
  /** Lines of sshd_config(5) that take precedence over ours. */
  readonly sshdOptions?: readonly string[];
}

const configurationFile = '/etc/ssh/sshd_config';
const logFile = '/var/log/sshd.log';

/** Starts a real OpenSSH server as a target: in its own namespaces over a copy of /etc, with its own accounts. */
export async function startSshdInstance(options: SshdInstanceOptions): Promise<SshdInstance> {
  assertUserNames(options.users);
  const missing = missingForSshd();
  if (missing !== undefined) throw new Error(`OpenSSH targets cannot run here: ${missing} is missing`);
  const name = options.name ?? 'sshd-target';
  const management = await newManagementLogin('root', options.management);
  const namespace = await PrivateNamespace.open(name);
  const instance = new SshdInstance(namespace, name, management.credential, options);
  try {
    await forgetMachinePasswords(namespace);
    for (const account of [management.account, ...options.users]) await addAccount(namespace, account);
    await instance.install();
  } catch (error) {
    await instance.stop();
    throw error;
  }
  return instance;
}

export class SshdInstance implements TargetInstance {
  readonly kind = 'sshd';
  readonly osType = 'Linux';
  readonly address = loopback;
  private listeningPort = 0;
  private server?: ChildProcess;

  constructor(
    private readonly namespace: PrivateNamespace,
    readonly name: string,
    readonly managementCredential: ManagementCredential,
    private readonly options: SshdInstanceOptions,
  ) {}

  get port(): number {
    return this.listeningPort;
  }

  get userNames(): string[] {
    return this.options.users.map((user) => user.name);
  }

  /** Makes the host keys and starts the server on a free port; called by `startSshdInstance`. */
  async install(): Promise<void> {
    await this.replaceHostKeys();
    this.listeningPort = await firstFreePort((port) => this.listen(port));
  }

  async hostKeys(): Promise<string[]> {
    const files = hostKeyTypes.map((type) => this.path(`/etc/ssh/ssh_host_${type}_key.pub`));
    const lines = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    return lines.map((line) => line.split(' ').slice(0, 2).join(' '));
  }

  async replaceHostKeys(): Promise<void> {
    await this.run(['sh', '-c', 'rm -f /etc/ssh/ssh_host_*']);
    for (const type of hostKeyTypes) {
      await this.run(['ssh-keygen', '-q', '-t', type, '-N', '', '-C', '', '-f', `/etc/ssh/ssh_host_${type}_key`]);
    }
    // On SIGHUP, sshd reads its configuration and host keys again; it keeps its process id and its sessions.
    if (this.server !== undefined) await this.reload();
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

  /** What sshd has logged since the start. */
  async log(): Promise<string> {
    return readFile(this.path(logFile), 'utf8').catch(() => '');
  }

  /** The processes of this instance: sshd and those of its sessions. */
  processes(): Promise<NamespaceProcess[]> {
    return this.namespace.processes();
  }

  /** Runs a program inside as root, without SSH. */
  run(command: readonly string[], input?: string): Promise<string> {
    return this.namespace.run(command, input);
  }

  /** The path of a file of the instance as the machine sees it, until the instance is stopped. */
  path(inside: string): string {
    return this.namespace.path(inside);
  }

  private async listen(port: number): Promise<boolean> {
    const { logLevel = 'VERBOSE', sshdOptions = [] } = this.options;
    const settings = { port, userNames: this.userNames, logLevel, moreOptions: sshdOptions };
    await writeFile(this.path(configurationFile), sshdConfiguration(settings));
    const alreadyLogged = (await this.log()).length;
    const server = this.namespace.start([findProgram('sshd')!, '-D', '-f', configurationFile, '-E', logFile]);
    const ended = once(server, 'close').then(() => true);
    while (!(await this.listens(alreadyLogged))) {
      if (await Promise.race([ended, delay(10, false)])) return this.refused(alreadyLogged);
    }
    this.server = server;
    return true;
  }

  private async listens(from: number): Promise<boolean> {
    return (await this.log()).slice(from).includes('Server listening on');
  }

  private async refused(from: number): Promise<false> {
    const reason = (await this.log()).slice(from);
    if (!reason.includes('Address already in use')) throw new Error(`sshd did not start: ${reason.trim()}`);
    return false;
  }

  private async reload(): Promise<void> {
    const alreadyLogged = (await this.log()).length;
    const listener = (await this.processes()).find((process) => process.command.includes('[listener]'));
    if (listener === undefined) throw new Error('sshd is no longer running');
    process.kill(listener.pid, 'SIGHUP');
    while (!(await this.listens(alreadyLogged))) await delay(10);
  }
}
