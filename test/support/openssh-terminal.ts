import { loadTerminalLibrary, type Terminal } from '../../src/demo/emulated/terminal-library.ts';
import { eventually } from './eventually.ts';
import type { Login, OpensshClient } from '../../src/demo/openssh-client.ts';

export interface TerminalSettings {
  /** Default: a shell. */
  readonly command?: string;
  /** Runs on the terminal before ssh starts, for instance `stty -echo`. */
  readonly before?: string;
  readonly columns?: number;
  readonly rows?: number;
  /** Default: `target`. */
  readonly destination?: string;
}

/** An OpenSSH client on a terminal, as a person uses it. */
export class OpensshTerminal {
  private text = '';
  private readonly closed: Promise<unknown>;

  constructor(private readonly terminal: Terminal) {
    terminal.stream.setEncoding('utf8').on('data', (text: string) => (this.text += text));
    // Not `once` of node:events: at its end, a terminal may say EIO first.
    this.closed = new Promise((resolve) => terminal.stream.once('close', resolve));
  }

  /** Types the text; the return key is `\r`. */
  write(text: string): void {
    this.terminal.stream.write(text);
  }

  /** Everything shown so far. */
  screen(): string {
    return this.text;
  }

  /** Waits until the text shown matches. */
  async shows(pattern: RegExp, limit?: number): Promise<void> {
    await eventually(`${pattern} in the terminal`, () => pattern.test(this.text), limit).catch((error: Error) => {
      throw new Error(`${error.message}; it shows: ${this.text}`);
    });
  }

  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows);
  }

  /** The exit status of the client, once all that it has shown is read. */
  get ended(): Promise<number> {
    return this.closed.then(() => this.terminal.ended).then(({ status }) => status);
  }

  /** Closes the terminal under the client. */
  close(): void {
    this.terminal.stream.destroy();
  }
}

/** Starts `ssh` on a terminal of its own; needs the terminal library. */
export async function openTerminal(
  client: OpensshClient,
  login: Login,
  settings: TerminalSettings = {},
): Promise<OpensshTerminal> {
  const library = await loadTerminalLibrary();
  if (library === undefined) throw new Error('the terminal library does not load here');
  const { configuration, environment } = await client.prepare(login);
  // For a shell, ssh asks for a terminal by itself and continues without one; `-t` would insist.
  const request = settings.command === undefined ? [] : ['-t', settings.command];
  const command = ['ssh', '-F', configuration, settings.destination ?? 'target', ...request];
  const terminal = library.open('/bin/sh', ['-c', `${settings.before ?? ':'}; exec "$@"`, 'sh', ...command], {
    name: 'xterm',
    columns: settings.columns ?? 80,
    rows: settings.rows ?? 24,
    folder: client.folder,
    environment,
  });
  return new OpensshTerminal(terminal);
}
