import type { Redacted } from '../../src/common/redacted.ts';
import { authenticate } from '../../src/demo/emulated/authentication.ts';
import { EmulatedSshServer } from '../../src/demo/emulated/ssh-server.ts';
import { LocalUsers, type LocalAccount, type WindowsUser } from './local-users.ts';
import { defaultPolicy, type PasswordPolicy } from './password-policy.ts';
import { WindowsMachine, type WindowsFault } from './windows-machine.ts';
import { serveSession } from './windows-session.ts';
import { loopback } from '../../src/demo/loopback-port.ts';
import { newManagementLogin } from '../../src/demo/management-login.ts';
import type { ManagementCredential, TargetInstance, TargetOptions } from '../../src/demo/target-instance.ts';

export interface EmulatedWindowsOptions extends Pick<TargetOptions, 'name' | 'management'> {
  /** May include Administrator, the management account, which then has both logins. */
  readonly users: readonly WindowsUser[];
  readonly policy?: Partial<PasswordPolicy>;
}

const ident = 'Sallyport_emulated_Windows_instance';
const administrator = 'Administrator';

/** Starts an emulated Windows instance: an SSH server on loopback that knows only the PowerShell of our own scripts. */
export async function startEmulatedWindowsInstance(options: EmulatedWindowsOptions): Promise<EmulatedWindowsInstance> {
  const management = await newManagementLogin(administrator, options.management);
  const users = withManager(management.account, options.users);
  const localUsers = new LocalUsers(users, { ...defaultPolicy, ...options.policy });
  const name = options.name ?? 'emulated-windows';
  const machine: WindowsMachine = new WindowsMachine(name, localUsers, () => server.dropConnections());
  const server = await EmulatedSshServer.start(ident, (connection) =>
    authenticate(localUsers, connection, (user) => {
      connection.on('session', (accept) => serveSession(accept(), user, machine));
    }),
  );
  const userNames = options.users.map((user) => user.name);
  return new EmulatedWindowsInstance(machine, userNames, management.credential, server);
}

export class EmulatedWindowsInstance implements TargetInstance {
  readonly kind = 'emulated';
  readonly osType = 'Windows';
  readonly address = loopback;

  constructor(
    private readonly machine: WindowsMachine,
    readonly userNames: readonly string[],
    readonly managementCredential: ManagementCredential,
    private readonly server: EmulatedSshServer,
  ) {}

  get name(): string {
    return this.machine.name;
  }

  get port(): number {
    return this.server.port;
  }

  /** Every command that was to be run, in order: what other users of a server can see. */
  get commandLines(): readonly string[] {
    return this.machine.commandLines;
  }

  /** The files that exist now. */
  get files(): string[] {
    return [...this.machine.files.keys()];
  }

  /** What an administrator does at the console, where no policy applies. */
  setPassword(userName: string, password: Redacted<string>): void {
    this.machine.users.setPassword(userName, password.reveal());
  }

  /** What an administrator does at the console: disables, enables or expires a user. */
  changeUser(userName: string, values: Partial<Pick<LocalAccount, 'enabled' | 'accountExpires'>>): void {
    this.machine.users.change(userName, values);
  }

  /** Makes the next password change go wrong; after several calls, one change after the other. */
  failNext(fault: WindowsFault): void {
    this.machine.failNext(fault);
  }

  async hostKeys(): Promise<string[]> {
    return this.server.hostKeys();
  }

  replaceHostKeys(): Promise<void> {
    return this.server.replaceHostKeys();
  }

  powerOff(): Promise<void> {
    return this.server.powerOff();
  }

  powerOn(): Promise<void> {
    return this.server.powerOn();
  }

  stop(): Promise<void> {
    return this.powerOff();
  }
}

function withManager(manager: WindowsUser, users: readonly WindowsUser[]): WindowsUser[] {
  const own = users.find(({ name }) => name === manager.name);
  if (own?.password && manager.password) throw new Error(`${manager.name} cannot have two passwords`);
  return [{ ...own, ...manager, password: own?.password ?? manager.password }, ...users.filter((user) => user !== own)];
}
