import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { TargetUser } from '../target-instance.ts';
import { PasswordDigests } from './password-digests.ts';
import type { ScratchFolder } from './scratch-folder.ts';

/** An account of an emulated instance. */
export interface Account {
  readonly name: string;
  readonly home: string;
}

const firstUserNumber = 1001;
const longestKeyFile = 1_000_000;

/** The accounts of one emulated instance: names and homes in its own passwd file, passwords in memory. */
export class Accounts {
  private readonly accounts = new Map<string, Account>();
  private readonly passwords = new PasswordDigests();

  constructor(
    private readonly scratch: ScratchFolder,
    users: readonly TargetUser[],
  ) {
    const lines = users.map((user, index) => this.add(user, user.name === 'root' ? 0 : firstUserNumber + index));
    scratch.write('etc/passwd', lines.join(''), 0o644);
    const sudoers = users.filter((user) => user.sudo).map((user) => `${user.name}\n`);
    scratch.write('etc/sudoers', sudoers.join(''), 0o644);
  }

  find(name: string): Account | undefined {
    return this.accounts.get(name);
  }

  /** False when there is no such account. */
  setPassword(name: string, password: string): boolean {
    if (!this.accounts.has(name)) return false;
    this.passwords.set(name, password);
    return true;
  }

  passwordMatches(name: string, password: string): boolean {
    return this.passwords.matches(name, password);
  }

  /**
   * The keys in `~/.ssh/authorized_keys` as it is now. Lines that begin with options are ignored: none is supported.
   */
  async authorizedKeys(name: string): Promise<{ type: string; blob: Buffer }[]> {
    const account = this.accounts.get(name);
    if (account === undefined) return [];
    const text = await readRegularFile(join(account.home, '.ssh', 'authorized_keys')).catch(() => '');
    const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
    return lines
      .filter(([type]) => /^(ssh|ecdsa)-/.test(type ?? ''))
      .map(([type = '', blob = '']) => ({ type, blob: Buffer.from(blob, 'base64') }));
  }

  private add(user: TargetUser, number: number): string {
    const folder = user.name === 'root' ? 'root' : `home/${user.name}`;
    const home = this.scratch.makeFolder(folder);
    this.accounts.set(user.name, { name: user.name, home });
    if (user.password !== undefined) this.setPassword(user.name, user.password.reveal());
    if (user.authorizedKeys !== undefined) {
      this.scratch.makeFolder(`${folder}/.ssh`);
      const lines = user.authorizedKeys.map((key) => `${key.trim()}\n`);
      this.scratch.write(`${folder}/.ssh/authorized_keys`, lines.join(''), 0o600);
    }
    return `${user.name}:x:${number}:${number}:Emulated account:${home}:/bin/sh\n`;
  }
}

// The account may have put anything there: a named pipe must not block us.
async function readRegularFile(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = await file.stat();
    return !found.isFile() || found.size > longestKeyFile ? '' : await file.readFile('utf8');
  } finally {
    await file.close();
  }
}
