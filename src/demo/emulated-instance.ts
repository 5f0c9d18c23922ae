import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import ssh2, { type Connection } from 'ssh2';
import { generateSshKeyPair, type SshKeyPair } from '../ssh/keys.ts';
import { Accounts } from './emulated/accounts.ts';
import { authenticate } from './emulated/authentication.ts';
import { PasswordChanges } from './emulated/password-changes.ts';
import { ScratchFolder } from './emulated/scratch-folder.ts';
import { SessionProcesses } from './emulated/session-processes.ts';
import { EmulatedSession, type SessionSetting } from './emulated/session.ts';
import { loadTerminalLibrary } from './emulated/terminal-library.ts';
import { firstFreePort, loopback } from './loopback-port.ts';
import { newManagementLogin } from './management-login.ts';
import { findProgram } from './programs.ts';
import {
  assertUserNames,
  type ManagementCredential,
  type TargetInstance,
  type TargetOptions,
} from './target-instance.ts';

export interface EmulatedInstanceOptions extends TargetOptions {
  /** False: line mode even where the terminal library loads. */
  readonly terminals?: boolean;
}

const ident = 'Sallyport_emulated_instance';
const sftpServerFolders = ['/usr/lib/openssh', '/usr/libexec', '/usr/libexec/openssh', '/usr/lib/ssh', '/usr/lib/misc'];

/** Starts an emulated ECS instance: an SSH server of ours on loopback, with accounts that the machine does not have. */
export async function startEmulatedInstance(options: EmulatedInstanceOptions): Promise<EmulatedInstance> {
  assertUserNames(options.users);
  const hostName = options.name ?? 'emulated-target';
  const management = await newManagementLogin(options.management);
  const scratch = new ScratchFolder(hostName);
  const accounts = new Accounts(scratch, [management.account, ...options.users]);
  const setting: SessionSetting = {
    hostName,
    scratch,
    processes: new SessionProcesses(scratch.path),
    terminals: options.terminals === false ? undefined : await loadTerminalLibrary(),
    sftpServer: findProgram('sftp-server', sftpServerFolders),
  };
  const userNames = options.users.map((user) => user.name);
  const instance = new EmulatedInstance(
    setting,
    accounts,
    userNames,
    management.credential,
    await generateSshKeyPair('ed25519'),
  );
  await instance.install();
  return instance;
}

export class EmulatedInstance implements TargetInstance {
  readonly kind = 'emulated';
  readonly address = loopback;
  private readonly passwordChanges: PasswordChanges;
  private readonly connections = new Set<Socket>();
  private sshServer: ssh2.Server;
  private listener?: Server;
  private listeningPort = 0;

  constructor(
    private readonly setting: SessionSetting,
    private readonly accounts: Accounts,
    readonly userNames: readonly string[],
    readonly managementCredential: ManagementCredential,
    private hostKey: SshKeyPair,
  ) {
    this.passwordChanges = new PasswordChanges(setting.scratch, accounts);
    this.sshServer = this.newSshServer();
  }

  get name(): string {
    return this.setting.hostName;
  }

  get port(): number {
    return this.listeningPort;
  }

  /** Listens on a free port; the constructor function calls it. */
  async install(): Promise<void> {
    this.listeningPort = await firstFreePort((port) => this.listen(port));
  }

  async hostKeys(): Promise<string[]> {
    return [this.hostKey.publicKey.split(' ').slice(0, 2).join(' ')];
  }

  async replaceHostKeys(): Promise<void> {
    this.hostKey = await generateSshKeyPair('ed25519');
    this.sshServer = this.newSshServer();
  }

  async powerOff(): Promise<void> {
    const listener = this.listener;
    this.listener = undefined;
    if (listener === undefined) return;
    const closed = once(listener, 'close');
    listener.close();
    for (const socket of this.connections) socket.destroy();
    await Promise.all([closed, this.setting.processes.endAll()]);
  }

  async powerOn(): Promise<void> {
    if (this.listener !== undefined) return;
    if (!(await this.listen(this.port))) throw new Error(`port ${this.port} was taken by another program`);
  }

  async stop(): Promise<void> {
    await this.powerOff();
    this.passwordChanges.close();
    await this.setting.processes.close();
  }

  private newSshServer(): ssh2.Server {
    return new ssh2.Server({ hostKeys: [this.hostKey.privateKey.reveal()], ident }, (connection) =>
      this.serve(connection),
    );
  }

  private serve(connection: Connection): void {
    connection.on('error', () => undefined);
    authenticate(this.accounts, connection, (account) => {
      connection.on('session', (accept) => new EmulatedSession(accept(), account, this.setting));
    });
  }

  // A listener of our own and not ssh2's: its sockets can be ended at once.
  private async listen(port: number): Promise<boolean> {
    const listener = createServer({ noDelay: true }, (socket) => this.admit(socket));
    listener.listen(port, loopback, 1024);
    try {
      await once(listener, 'listening');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
      throw error;
    }
    this.listener = listener;
    return true;
  }

  private admit(socket: Socket): void {
    this.connections.add(socket);
    socket.once('close', () => this.connections.delete(socket));
    this.sshServer.injectSocket(socket);
  }
}
