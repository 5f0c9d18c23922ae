import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emulatedTools } from './tools.ts';

/** The user and group that sessions run as. */
export interface SessionOwner {
  readonly uid: number;
  readonly gid: number;
}

// "nobody" on Linux; elsewhere a number without an account, which serves as well.
const nobody: SessionOwner = { uid: 65_534, gid: 65_534 };

/** The files of an emulated instance: homes, the list of accounts, tools, and the named pipe for password changes. */
export class ScratchFolder {
  readonly path: string;
  /** Undefined: sessions run as our own user. When we are root they do not, so that they cannot touch the machine. */
  readonly owner: SessionOwner | undefined = process.getuid?.() === 0 ? nobody : undefined;

  constructor(hostName: string) {
    this.path = mkdtempSync(join(realpathSync(tmpdir()), 'emulated-instance-'));
    for (const folder of [this.path, ...['bin', 'control', 'etc', 'home', 'tmp'].map((name) => this.at(name))]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      this.hand(folder);
    }
    for (const [name, text] of Object.entries(emulatedTools(this.path, hostName)))
      this.write(`bin/${name}`, text, 0o755);
    execFileSync('mkfifo', ['-m', '600', this.requests]);
    this.hand(this.requests);
    this.assertReachable();
  }

  at(...names: string[]): string {
    return join(this.path, ...names);
  }

  /** The named pipe on which sessions ask for password changes. */
  get requests(): string {
    return this.at('control', 'requests');
  }

  write(name: string, text: string, mode: number): void {
    writeFileSync(this.at(name), text);
    chmodSync(this.at(name), mode);
    this.hand(this.at(name));
  }

  makeFolder(name: string): string {
    mkdirSync(this.at(name), { mode: 0o700 });
    this.hand(this.at(name));
    return this.at(name);
  }

  private hand(path: string): void {
    if (this.owner !== undefined) chownSync(path, this.owner.uid, this.owner.gid);
  }

  private assertReachable(): void {
    const probe = ['-c', 'cd "$1" && test -x bin/getent', 'sh', this.path];
    if (spawnSync('/bin/sh', probe, { cwd: '/', env: {}, ...this.owner }).status !== 0) {
      throw new Error(
        `${this.path} cannot be entered by user ${this.owner?.uid}, as whom sessions run; set TMPDIR to a folder for all`,
      );
    }
  }
}
