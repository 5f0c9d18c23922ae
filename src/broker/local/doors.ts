import type { TcpipTarget } from '../../ssh/tcpip-target.ts';
import type { ChannelStream } from './channel-stream.ts';
import type { StartProgram } from './program.ts';

/** Takes a channel's data from now on. `complain` shows a line to whoever is at the client, beside the data. */
export type Serve = (stream: ChannelStream, complain: (line: string) => void) => void;

/** What a ProgramServer has behind its channels. A door that is absent is closed. */
export interface Doors {
  /** A shell on a terminal. */
  readonly shell: StartProgram;
  /** What a command, a shell without a terminal, and `sftp` without its door are told. */
  readonly noTerminal: string;
  /** The subsystem `sftp`. */
  readonly sftp?: Serve;
  /** A connection onwards: how it is served, or why it is not. */
  readonly tcpip?: (target: TcpipTarget) => Promise<Serve | { readonly refusal: string }>;
}
