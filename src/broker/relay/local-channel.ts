import { exitStatusFields, type Stream } from '../../ssh/messages.ts';
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

  /** Writes to standard error; `text` comes without line break. */
  write(text: string): void {
    this.towardsUser.say(stderr, this.onTerminal() ? `\r\n${text}\r\n` : `${text}\n`);
  }

  /** The exit status, which needs no room in the window. */
  tell(status: number): void {
    this.emit({ to: 'user', kind: 'request', fields: exitStatusFields(status) });
  }

  /** EOF and CLOSE, behind what was written. */
  close(): void {
    this.towardsUser.end();
    this.towardsUser.close();
  }
}
