import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { PseudoTtyInfo, ServerChannel, Session } from 'ssh2';
import { systemPath } from '../programs.ts';
import type { Account } from './accounts.ts';
import { ChannelOutput } from './channel-output.ts';
import type { ScratchFolder } from './scratch-folder.ts';
import { processMark, signalGroup, type SessionProcesses } from './session-processes.ts';
import type { Terminal, TerminalLibrary } from './terminal-library.ts';

/** What the sessions of an instance share. */
export interface SessionSetting {
  readonly hostName: string;
  readonly scratch: ScratchFolder;
  readonly processes: SessionProcesses;
  /** Undefined: line mode. */
  readonly terminals: TerminalLibrary | undefined;
  /** The machine's sftp-server, if it has one. */
  readonly sftpServer: string | undefined;
}

const shell = '/bin/sh';

/** One session channel: a program of the machine in the account's scratch home, on pipes or on a terminal. */
export class EmulatedSession {
  private readonly environment: Record<string, string>;
  private wantedTerminal?: PseudoTtyInfo;
  private lineMode = false;
  private leader?: number;
  private terminal?: Terminal;

  constructor(
    session: Session,
    private readonly account: Account,
    private readonly setting: SessionSetting,
  ) {
    this.environment = sessionEnvironment(account, setting);
    this.answerPreparations(session);
    session.on('exec', (accept, _reject, { command }) => this.run(accept(), [shell, '-c', command]));
    session.on('shell', (accept) => this.runShell(accept()));
    session.on('subsystem', (accept, reject, { name }) => {
      if (name === 'sftp' && setting.sftpServer !== undefined) this.run(accept(), [setting.sftpServer]);
      else reject?.();
    });
  }

  // Requests that want no reply come without `accept` and `reject`.
  private answerPreparations(session: Session): void {
    session.on('env', (accept, reject, { key, val }) => {
      if (!/^(LANG|LC_[A-Z]+)$/.test(key)) return void reject?.();
      this.environment[key] = val;
      accept?.();
    });
    session.on('pty', (accept, reject, wanted) => {
      this.lineMode = this.setting.terminals === undefined;
      if (this.lineMode) return void reject?.();
      this.wantedTerminal = wanted;
      accept?.();
    });
    session.on('window-change', (accept, _reject, { cols, rows }) => {
      this.terminal?.resize(cols, rows);
      accept?.();
    });
    session.on('signal', (accept, reject, { name }) => {
      const signal = `SIG${name}`;
      if (this.leader === undefined || !(signal in constants.signals)) return void reject?.();
      signalGroup(this.leader, signal as NodeJS.Signals);
      accept?.();
    });
  }

  private runShell(channel: ServerChannel): void {
    const greeting = `Emulated instance ${this.setting.hostName}: this machine's ${shell} in a scratch home.\n`;
    const notice = this.lineMode ? 'No terminal library here: line mode, without job control or editing.\n' : '';
    const interactive = this.wantedTerminal !== undefined || this.lineMode;
    // `+m`: without a terminal there is no job control, and the shell would complain about it.
    if (this.wantedTerminal !== undefined) this.run(channel, [shell, '-i'], greeting.replace('\n', '\r\n'));
    else this.run(channel, interactive ? [shell, '-i', '+m'] : [shell], interactive ? greeting + notice : '');
  }

  private run(channel: ServerChannel, command: readonly string[], firstWords = ''): void {
    const output = new ChannelOutput(channel);
    if (firstWords !== '') void output.write('stdout', firstWords);
    if (this.wantedTerminal === undefined) this.runOnPipes(channel, output, command);
    else this.runOnTerminal(channel, output, command, this.wantedTerminal);
  }

  private runOnPipes(channel: ServerChannel, output: ChannelOutput, [program, ...args]: readonly string[]): void {
    const { scratch } = this.setting;
    const options = { cwd: this.account.home, env: this.environment, detached: true, ...scratch.owner };
    const child = spawn(program!, args, options);
    const exit = endOf(child);
    this.lead(child.pid, exit);
    feed(channel, child.stdin);
    const copied = [output.copy(child.stdout, 'stdout'), output.copy(child.stderr, 'stderr')];
    // As sshd does: a program whose client has disconnected loses its pipes, and continues until it notices.
    channel.once('close', () => [child.stdin, child.stdout, child.stderr].forEach((stream) => stream.destroy()));
    void Promise.all([exit, ...copied]).then(([how]) => output.finish(how));
  }

  private runOnTerminal(
    channel: ServerChannel,
    output: ChannelOutput,
    [program, ...args]: readonly string[],
    { term, cols, rows }: PseudoTtyInfo,
  ): void {
    const { scratch, terminals } = this.setting;
    const options = { name: term || 'dumb', columns: cols, rows, folder: this.account.home, owner: scratch.owner };
    const terminal = terminals!.open(program!, args, { ...options, environment: this.environment });
    this.terminal = terminal;
    this.lead(terminal.pid, terminal.ended);
    feed(channel, terminal.stream);
    const copied = output.copy(terminal.stream, 'stdout');
    // The signal as well, because children that are started later also hold the terminal's other end (node-pty lets
    // them inherit it).
    channel.once('close', () => {
      if (this.leader !== undefined) signalGroup(this.leader, 'SIGHUP');
      terminal.stream.destroy();
    });
    void Promise.all([terminal.ended, copied]).then(([{ status, signal }]) =>
      output.finish(signal === undefined ? { status } : { signal }),
    );
  }

  private lead(pid: number | undefined, ended: Promise<unknown>): void {
    if (pid === undefined) return;
    this.leader = pid;
    this.setting.processes.add(pid);
    void ended.then(() => {
      this.leader = undefined;
      this.setting.processes.remove(pid);
    });
  }
}

// Never our own: it may hold a master key.
function sessionEnvironment({ name, home }: Account, { hostName, scratch }: SessionSetting): Record<string, string> {
  return {
    PATH: `${scratch.at('bin')}:${systemPath}`,
    HOME: home,
    USER: name,
    LOGNAME: name,
    SHELL: shell,
    TMPDIR: scratch.at('tmp'),
    PS1: `${name}@${hostName} (emulated):$PWD${name === 'root' ? '#' : '$'} `,
    EMULATED_USER: name,
    [processMark]: scratch.path,
  };
}

/** Copies what the client sends. When the program no longer reads, the rest is dropped so that the channel can end. */
function feed(channel: ServerChannel, input: NodeJS.WritableStream): void {
  input.on('error', () => undefined);
  input.on('close', () => channel.resume());
  channel.pipe(input);
}

function endOf(child: ChildProcess): Promise<{ status: number } | { signal: string }> {
  return new Promise((resolve) => {
    child.once('error', () => resolve({ status: 255 }));
    child.once('exit', (status, signal) => resolve(signal === null ? { status: status ?? 255 } : { signal }));
  });
}
