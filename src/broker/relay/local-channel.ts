import type { Stream } from '../../ssh/messages.ts';
import { exitStatus } from '../../ssh/request-fields.ts';
import type { Emit } from './effects.ts';
import type { Flow } from './flow.ts';

const stderr: Stream = 1;

/** The engineer's end of a channel that we serve ourselves, instead of the server. */
export class LocalChannel {
  private readonly notes: string[] = [];
  private refusal?: { readonly text: string; readonly status: number };

  constructor(
    private readonly towardsUser: Flow,
    private readonly emit: Emit,
    /** On a terminal, a line break needs a carriage return, which no server adds here. */
    private readonly onTerminal: () => boolean,
  ) {}

  /** Something that the engineer asked for besides the session was refused: shown once a shell or command starts. */
  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  showNotes(): void {
    for (const text of this.notes.splice(0)) this.towardsUser.add(stderr, Buffer.from(this.line(text)));
  }

  /** Why the session is not relayed: for `showRefusal`, once the session starts. */
  refuse(text: string, status: number): void {
    this.refusal = { text, status };
  }

  /** True while a refusal has not been shown yet. */
  get isRefusing(): boolean {
    return this.refusal !== undefined;
  }

  /** Shows the refusal, if there is one left to show. */
  showRefusal(): void {
    const { refusal } = this;
    this.refusal = undefined;
    if (refusal) this.explain(refusal.text, refusal.status);
  }

  /** Shows the reason and the exit status to a client that waits for a command. */
  explain(text: string, status: number): void {
    this.write(text);
    this.tell(status);
    this.close();
  }

  /** Writes to standard error; `text` has no line break. */
  private write(text: string): void {
    this.towardsUser.say(stderr, Buffer.from(this.onTerminal() ? `\r\n${this.line(text)}` : this.line(text)));
  }

  private line(text: string): string {
    return this.onTerminal() ? `${text}\r\n` : `${text}\n`;
  }

  /** The exit status, which needs no room in the window. */
  private tell(status: number): void {
    this.emit({ to: 'user', kind: 'request', name: 'exit-status', ...exitStatus(status) });
  }

  /** EOF and CLOSE, after what was written. */
  close(): void {
    this.towardsUser.end();
    this.towardsUser.close();
  }
}
