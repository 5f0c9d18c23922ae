import type { TerminalSize } from '../../ssh/request-fields.ts';
import type { ChannelStream } from './channel-stream.ts';

/** The engineer's terminal, as a program of ours sees it. */
export interface Terminal {
  /** As in the variable TERM; may be empty. */
  readonly type: string;
  /** As it is now. A terminal that does not know its size says 0. */
  size(): TerminalSize;
  /** Writes text; a line break is LF, and gets its carriage return here. */
  write(text: string): void;
  /** Whether the client has yet to take what was written. `drained` tells when it has. */
  isBehind(): boolean;
  /**
   * Gives the terminal's bytes to the program as a stream, keys in and output out, unchanged, until the stream is
   * destroyed. Keys then go to the program again; the terminal stays open. The stream of a terminal that is gone is
   * destroyed from the beginning.
   */
  lend(): ChannelStream;
  /** Ends the program: the client shows what was written before, and ends with this status. */
  exit(status: number): void;
}

/**
 * A program that runs on an engineer's terminal in this process, such as a menu. Its methods do not throw. Keys wait
 * while the client does not read what the program has written.
 */
export interface Program {
  /** Keys that were typed, as the client sent them: raw, not echoed, possibly cut in the middle of a character. */
  input(keys: Buffer): void;
  /** The terminal has another size now. */
  resized?(): void;
  /** The client has taken what was written, after it was behind. */
  drained?(): void;
  /** No more keys will come. */
  inputEnded?(): void;
  /** The terminal is gone: nothing more can be written. */
  hungUp?(): void;
}

/** Starts a program on a terminal. */
export type StartProgram = (terminal: Terminal) => Program;
