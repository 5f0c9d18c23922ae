import { readSync } from 'node:fs';
import type { Socket } from 'node:net';
import { constants } from 'node:os';

/** A program on a pseudoterminal. */
export interface Terminal {
  readonly pid: number;
  /**
   * The terminal's other end: what the program writes, and what it reads. Emits `close` when all is read and the
   * program has ended.
   */
  readonly stream: Socket;
  readonly ended: Promise<{ status: number; signal?: string }>;
  resize(columns: number, rows: number): void;
}

export interface TerminalOptions {
  readonly name: string;
  readonly columns: number;
  readonly rows: number;
  readonly folder: string;
  readonly environment: Record<string, string>;
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined;
}

export interface TerminalLibrary {
  open(program: string, args: readonly string[], options: TerminalOptions): Terminal;
}

interface Pty {
  readonly pid: number;
  readonly fd: number;
  readonly _socket: Socket;
  _emittedClose: boolean;
  onExit(listener: (exit: { exitCode: number; signal?: number }) => void): void;
  resize(columns: number, rows: number): void;
}

interface PtyModule {
  spawn(program: string, args: readonly string[], options: object): Pty;
}

// An optional dependency, named only at run time, so that the project builds and runs without it.
const packageName = '@lydell/node-pty';
const quietBeforeEnd = 250;

/** The pseudoterminal library; undefined where it does not load. */
export async function loadTerminalLibrary(): Promise<TerminalLibrary | undefined> {
  try {
    const module = (await import(packageName)) as PtyModule;
    return { open: (program, args, options) => openTerminal(module, program, args, options) };
  } catch {
    return undefined;
  }
}

function openTerminal(module: PtyModule, program: string, args: readonly string[], options: TerminalOptions): Terminal {
  const { name, columns, rows, folder, environment, owner } = options;
  const size = { cols: columns || 80, rows: rows || 24 };
  const pty = module.spawn(program, args, { name, ...size, cwd: folder, env: environment, encoding: null, ...owner });
  const stream = pty._socket;
  let gone = false;
  stream.on('error', () => undefined).once('close', () => (gone = true));
  stream.once('end', () => readRest(pty));
  return {
    pid: pty.pid,
    stream,
    ended: endOf(pty),
    resize: (newColumns, newRows) => {
      if (!gone && newColumns > 0 && newRows > 0) pty.resize(newColumns, newRows);
    },
  };
}

// By default, node-pty 1.1.0 destroys the stream 200 ms after the program's end, with everything that was not read by
// then (a paused stream loses its last kilobytes). It does not when it believes that the stream is closed. On Linux the
// stream ends by itself when all is read. On macOS it sometimes never ends, so there it is destroyed when nothing has
// come for a while.
function endOf(pty: Pty): Promise<{ status: number; signal?: string }> {
  pty._emittedClose = true;
  return new Promise((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      if (process.platform !== 'linux') destroyWhenQuiet(pty._socket);
      resolve({ status: exitCode, ...(signal ? { signal: signalName(signal) } : {}) });
    });
  });
}

// After the program has ended, libuv takes a terminal's first short read for its last (POLLHUP after a partial read)
// and reports the end with up to 64 KiB unread.
function readRest({ fd, _socket: stream }: Pty): void {
  const chunk = Buffer.alloc(65_536);
  try {
    for (let length = readSync(fd, chunk); length > 0; length = readSync(fd, chunk)) {
      stream.emit('data', Buffer.from(chunk.subarray(0, length)));
    }
  } catch {
    // EIO: all is read. EAGAIN: a program in the background still has the terminal, and there is nothing to read.
  }
}

function destroyWhenQuiet(stream: Socket): void {
  const timer = setTimeout(() => (stream.isPaused() ? timer.refresh() : stream.destroy()), quietBeforeEnd);
  stream.on('data', () => timer.refresh()).once('close', () => clearTimeout(timer));
}

function signalName(number: number): string {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `SIG${number}`;
}
