import type { Redacted } from '../common/redacted.ts';

/** An account of a target instance. Without `password` it has none, and only a key is accepted. */
export interface TargetUser {
  readonly name: string;
  readonly password?: Redacted<string>;
  /** Lines for `~/.ssh/authorized_keys`. */
  readonly authorizedKeys?: readonly string[];
  /** May run anything through `sudo -n`. */
  readonly sudo?: boolean;
}

export interface TargetOptions {
  /** The instance's host name. */
  readonly name?: string;
  readonly users: readonly TargetUser[];
  /** What the management account (root or Administrator) logs in with. Default: `privateKey`. */
  readonly management?: 'password' | 'privateKey';
}

/** How the management account logs in: a password or a private key in OpenSSH's format, never both. */
export type ManagementCredential =
  | { readonly userName: string; readonly password: Redacted<string>; readonly privateKey?: undefined }
  | { readonly userName: string; readonly privateKey: Redacted<string>; readonly password?: undefined };

/** A server to log in to on loopback, with its own accounts. The demo and the tests use it as an ECS instance. */
export interface TargetInstance {
  readonly kind: 'emulated' | 'sshd';
  readonly osType: 'Linux' | 'Windows';
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** The requested accounts, without the management account. */
  readonly userNames: readonly string[];
  readonly managementCredential: ManagementCredential;
  /** The public host keys, each as `<type> <Base64>`. */
  hostKeys(): Promise<string[]>;
  /** Makes new host keys, as on a reinstalled server. Open sessions continue. */
  replaceHostKeys(): Promise<void>;
  /** Ends every session and refuses connections; accounts, passwords, files and the port are kept. */
  powerOff(): Promise<void>;
  /** Listens again on the same port. */
  powerOn(): Promise<void>;
  /** Powers off and removes everything; may be called more than once. */
  stop(): Promise<void>;
}

const userName = /^[a-z_][a-z0-9_-]{0,31}$/;

export function assertUserNames(users: readonly TargetUser[]): void {
  const wrong = users.find((user) => !userName.test(user.name) || user.name === 'root');
  if (wrong !== undefined) throw new Error(`"${wrong.name}" cannot be an account of a target instance`);
}
