import { exitStatus, type Stream } from '../../ssh/messages.ts';
import type { Emit } from './effects.ts';
import type { Flow } from './flow.ts';

const stderr: Stream = 1;

/** The engineer's end of a channel that we serve ourselves, in the server's place. */
export class LocalChannel {
  constructor(
    private readonly towardsUser: Flow,
    private readonly emit: Emit,
    /** A terminal does not return the carriage by itself when the server is not there to. */
    private readonly onTerminal: () => boolean,
  ) {}

  /** Says why, and how it ends, to a client that waits for a command. */
  explain(text: string, status: number): void {
    this.write(text);
    this.tell(status);
    this.close();
  }

  /** Writes to standard error; `text` comes without line break. */
  private write(text: string): void {
    this.towardsUser.say(stderr, this.onTerminal() ? `\r\n${text}\r\n` : `${text}\n`);
  }

  /** The exit status, which needs no room in the window. */
  private tell(status: number): void {
    this.emit({ to: 'user', kind: 'request', name: 'exit-status', ...exitStatus(status) });
  }

  /** EOF and CLOSE, behind what was written. */
  close(): void {
    this.towardsUser.end();
    this.towardsUser.close();
  }
}
