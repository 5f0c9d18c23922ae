import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redacted } from '../common/redacted.ts';
import { systemPath } from './programs.ts';

/** Where to log in and with what. On the command line the host is called `target`: `target:/path` for scp and rsync. */
export interface Login {
  /** Default: 127.0.0.1. */
  readonly host?: string;
  readonly port: number;
  /** May be a broker's `user@account@host`. */
  readonly user: string;
  readonly password?: Redacted<string>;
  /** PEM or OpenSSH format. */
  readonly privateKey?: Redacted<string>;
  /** Keys to accept, as `<type> <Base64>`; without them, this client accepts the first key it sees and remembers it. */
  readonly hostKeys?: readonly string[];
  /** Further lines of ssh_config(5); they take precedence. */
  readonly options?: readonly string[];
}

export interface RunOptions {
  /** What the program reads; without it, its input is closed immediately. */
  readonly input?: string | Buffer;
  /** Arguments before the destination. */
  readonly flags?: readonly string[];
  /** Instead of `target`, for example `alice@root@web-01@127.0.0.1`. */
  readonly destination?: string;
  /** After this many milliseconds the client is killed and the run fails. Default: 30,000. */
  readonly limit?: number;
}

export interface Outcome {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * The OpenSSH client with its own folder for configuration, known hosts, keys and passwords; none of their contents is
 * ever an argument.
 */
export class OpensshClient {
  private logins = 0;

  private constructor(readonly folder: string) {}

  static async create(parent = tmpdir()): Promise<OpensshClient> {
    const folder = await mkdtemp(join(parent, 'openssh-client-'));
    await writeFile(join(folder, 'askpass'), '#!/bin/sh\nexec cat "$PASSWORD_FILE"\n', { mode: 0o700 });
    return new OpensshClient(folder);
  }

  /** `ssh target command`; without a command, a shell. */
  ssh(login: Login, command?: string, options: RunOptions = {}): Promise<Outcome> {
    const { flags = [], destination = 'target' } = options;
    return this.run('ssh', login, [...flags, destination, ...(command === undefined ? [] : [command])], options);
  }

  /** `scp …arguments`; the flag `-O` selects the old protocol. */
  scp(login: Login, args: readonly string[], options?: RunOptions): Promise<Outcome> {
    return this.run('scp', login, ['-q', ...args], options);
  }

  /** `sftp -b - target` with these commands. By itself, `-b` would forbid passwords. */
  sftp(login: Login, commands: readonly string[], options: RunOptions = {}): Promise<Outcome> {
    const args = [...(options.flags ?? []), '-o', 'BatchMode=no', '-b', '-', options.destination ?? 'target'];
    return this.run('sftp', login, args, { ...options, input: commands.map((command) => `${command}\n`).join('') });
  }

  /** `rsync …arguments` over this client's ssh. */
  async rsync(login: Login, args: readonly string[], options?: RunOptions): Promise<Outcome> {
    const prepared = await this.prepare(login);
    const shell = `ssh -F ${prepared.configuration}`;
    return finish(spawn('rsync', ['-e', shell, ...args], { env: prepared.environment }), options);
  }

  /** Starts `ssh` and leaves its streams to the caller. */
  async start(login: Login, args: readonly string[], stdio: StdioOptions = 'pipe'): Promise<ChildProcess> {
    const prepared = await this.prepare(login);
    return spawn('ssh', ['-F', prepared.configuration, ...args], { env: prepared.environment, stdio });
  }

  /** Writes the configuration for a login; the environment names the password file. */
  async prepare(login: Login): Promise<{ configuration: string; environment: Record<string, string> }> {
    const base = join(this.folder, `login-${++this.logins}`);
    const password = `${base}.password`;
    const keyFile = `${base}.key`;
    const knownHosts = login.hostKeys === undefined ? join(this.folder, 'known_hosts') : `${base}.known_hosts`;
    if (login.password !== undefined) await writeFile(password, `${login.password.reveal()}\n`, { mode: 0o600 });
    if (login.privateKey !== undefined)
      await writeFile(keyFile, withNewline(login.privateKey.reveal()), { mode: 0o600 });
    if (login.hostKeys !== undefined)
      await writeFile(knownHosts, login.hostKeys.map((key) => `${place(login)} ${key}\n`).join(''));
    await writeFile(`${base}.conf`, configuration(login, keyFile, knownHosts));
    return { configuration: `${base}.conf`, environment: this.environment(password) };
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private environment(passwordFile: string): Record<string, string> {
    return {
      PATH: systemPath,
      HOME: this.folder,
      LANG: 'C.UTF-8',
      TERM: 'xterm',
      SSH_ASKPASS: join(this.folder, 'askpass'),
      SSH_ASKPASS_REQUIRE: 'force',
      PASSWORD_FILE: passwordFile,
    };
  }

  private async run(program: string, login: Login, args: readonly string[], options?: RunOptions): Promise<Outcome> {
    const prepared = await this.prepare(login);
    return finish(spawn(program, ['-F', prepared.configuration, ...args], { env: prepared.environment }), options);
  }
}

/**
 * Feeds a child process, collects its output and waits for its end, which may have come already.
 * @throws Error when it does not end within the limit
 */
export async function finish(child: ChildProcess, { input = '', limit = 30_000 }: RunOptions = {}): Promise<Outcome> {
  let late = false;
  const timer = setTimeout(() => (late = child.kill('SIGKILL')), limit);
  child.stdin?.on('error', () => undefined).end(input);
  const [stdout, stderr] = await Promise.all([collect(child.stdout), collect(child.stderr)]);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  clearTimeout(timer);
  if (late) throw new Error(`${child.spawnfile} did not end within ${limit} ms: ${stderr.toString()}`);
  return { status: child.exitCode, signal: child.signalCode, stdout, stderr: stderr.toString() };
}

function place({ host = '127.0.0.1', port }: Login): string {
  return `[${host}]:${port}`;
}

function configuration(login: Login, keyFile: string, knownHosts: string): string {
  return [
    ...(login.options ?? []),
    'Host target',
    `HostName ${login.host ?? '127.0.0.1'}`,
    'Host *',
    `Port ${login.port}`,
    `User ${login.user}`,
    `UserKnownHostsFile ${knownHosts}`,
    'GlobalKnownHostsFile /dev/null',
    `StrictHostKeyChecking ${login.hostKeys === undefined ? 'accept-new' : 'yes'}`,
    'UpdateHostKeys no',
    'IdentityAgent none',
    'IdentitiesOnly yes',
    `IdentityFile ${login.privateKey === undefined ? 'none' : keyFile}`,
    `PreferredAuthentications ${login.privateKey === undefined ? 'password,keyboard-interactive' : 'publickey'}`,
    'NumberOfPasswordPrompts 1',
    '',
  ].join('\n');
}

function withNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

async function collect(stream: NodeJS.ReadableStream | null): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream ?? []) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
