import type { Redacted } from '../../src/common/redacted.ts';
import type { LoginAccounts } from '../../src/demo/emulated/authentication.ts';
import { PasswordDigests } from '../../src/demo/emulated/password-digests.ts';
import { isStrong, type PasswordPolicy } from './password-policy.ts';

/** A local user of an emulated Windows instance. Without `password` they have none. */
export interface WindowsUser {
  readonly name: string;
  readonly password?: Redacted<string>;
  readonly authorizedKeys?: readonly string[];
  /** Administrator always is one. */
  readonly administrator?: boolean;
}

/** What Get-LocalUser shows of a user. */
export interface LocalAccount {
  readonly enabled: boolean;
  /** From then on the user is refused. */
  readonly accountExpires?: Date;
  /** In units of 100 ns; never the same twice. */
  readonly passwordLastSet: bigint;
}

const neverSet: LocalAccount = { enabled: true, passwordLastSet: 0n };

const userName = /^\w[\w.-]{0,19}$/;

/** The local users of one emulated Windows instance, in memory. Names are case-insensitive. */
export class LocalUsers implements LoginAccounts<WindowsUser> {
  private readonly users = new Map<string, WindowsUser>();
  private readonly passwords = new PasswordDigests();
  private readonly former = new Map<string, Buffer[]>();
  private readonly accounts = new Map<string, LocalAccount>();
  private lastTick = 0n;

  constructor(
    users: readonly WindowsUser[],
    private readonly policy: PasswordPolicy,
  ) {
    for (const user of users) this.add(user);
  }

  find(name: string): WindowsUser | undefined {
    return this.users.get(name.toLowerCase());
  }

  passwordMatches(name: string, password: string): boolean {
    return this.letsIn(name) && this.passwords.matches(name.toLowerCase(), password);
  }

  async authorizedKeys(name: string): Promise<{ type: string; blob: Buffer }[]> {
    const lines = this.letsIn(name) ? (this.find(name)?.authorizedKeys ?? []) : [];
    return lines
      .map((line) => line.split(' '))
      .map(([type = '', blob = '']) => ({ type, blob: Buffer.from(blob, 'base64') }));
  }

  /** Whether the policy accepts the password for the user. */
  takes(name: string, password: string): boolean {
    const former = this.former.get(name.toLowerCase()) ?? [];
    const digest = this.passwords.digest(password);
    const isKnown = former.slice(0, this.policy.history).some((known) => known.equals(digest));
    return !isKnown && isStrong(this.policy, name, password);
  }

  setPassword(name: string, password: string): void {
    const key = name.toLowerCase();
    this.passwords.set(key, password);
    this.former.set(key, [this.passwords.digest(password), ...(this.former.get(key) ?? [])]);
    this.change(name, { passwordLastSet: this.nextTick() });
  }

  account(name: string): LocalAccount {
    return this.accounts.get(name.toLowerCase()) ?? neverSet;
  }

  /** Disables, enables or expires a user. */
  change(name: string, values: Partial<LocalAccount>): void {
    this.accounts.set(name.toLowerCase(), { ...this.account(name), ...values });
  }

  private letsIn(name: string): boolean {
    const { enabled, accountExpires } = this.account(name);
    return enabled && !(accountExpires && accountExpires <= new Date());
  }

  private nextTick(): bigint {
    const now = BigInt(Date.now()) * 10_000n;
    this.lastTick = now > this.lastTick ? now : this.lastTick + 1n;
    return this.lastTick;
  }

  private add(user: WindowsUser): void {
    if (!userName.test(user.name)) throw new Error(`"${user.name}" cannot be a user of an emulated Windows`);
    this.users.set(user.name.toLowerCase(), user);
    if (user.password) this.setPassword(user.name, user.password.reveal());
  }
}
