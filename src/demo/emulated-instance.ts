import { Accounts } from './emulated/accounts.ts';
import { authenticate } from './emulated/authentication.ts';
import { PasswordChanges } from './emulated/password-changes.ts';
import { ScratchFolder } from './emulated/scratch-folder.ts';
import { SessionProcesses } from './emulated/session-processes.ts';
import { EmulatedSession, type SessionSetting } from './emulated/session.ts';
import { EmulatedSshServer } from './emulated/ssh-server.ts';
import { loadTerminalLibrary } from './emulated/terminal-library.ts';
import { loopback } from './loopback-port.ts';
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

/** Starts an emulated ECS instance: an SSH server on loopback, with accounts that the machine does not have. */
export async function startEmulatedInstance(options: EmulatedInstanceOptions): Promise<EmulatedInstance> {
  assertUserNames(options.users);
  const hostName = options.name ?? 'emulated-target';
  const management = await newManagementLogin('root', options.management);
  const scratch = new ScratchFolder(hostName);
  const accounts = new Accounts(scratch, [management.account, ...options.users]);
  const setting: SessionSetting = {
    hostName,
    scratch,
    processes: new SessionProcesses(scratch.path),
    terminals: options.terminals === false ? undefined : await loadTerminalLibrary(),
    sftpServer: findProgram('sftp-server', sftpServerFolders),
  };
  const server = await EmulatedSshServer.start(ident, (connection) =>
    authenticate(accounts, connection, (account) => {
      connection.on('session', (accept) => new EmulatedSession(accept(), account, setting));
    }),
  );
  const userNames = options.users.map((user) => user.name);
  return new EmulatedInstance(setting, accounts, userNames, management.credential, server);
}

export class EmulatedInstance implements TargetInstance {
  readonly kind = 'emulated';
  readonly osType = 'Linux';
  readonly address = loopback;
  private readonly passwordChanges: PasswordChanges;

  constructor(
    private readonly setting: SessionSetting,
    accounts: Accounts,
    readonly userNames: readonly string[],
    readonly managementCredential: ManagementCredential,
    private readonly server: EmulatedSshServer,
  ) {
    this.passwordChanges = new PasswordChanges(setting.scratch, accounts);
  }

  get name(): string {
    return this.setting.hostName;
  }

  get port(): number {
    return this.server.port;
  }

  async hostKeys(): Promise<string[]> {
    return this.server.hostKeys();
  }

  replaceHostKeys(): Promise<void> {
    return this.server.replaceHostKeys();
  }

  async powerOff(): Promise<void> {
    if (!this.server.isOn) return;
    await Promise.all([this.server.powerOff(), this.setting.processes.endAll()]);
  }

  powerOn(): Promise<void> {
    return this.server.powerOn();
  }

  async stop(): Promise<void> {
    await this.powerOff();
    this.passwordChanges.close();
    await this.setting.processes.close();
  }
}
