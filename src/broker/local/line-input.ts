import stringWidth from 'string-width';
import { Redacted } from '../../common/redacted.ts';
import { Keyboard, type Key } from './keyboard.ts';
import type { Terminal } from './program.ts';

/** Characters in a line. More are not taken; the bell says so. */
export const longestLine = 1024;

/** An engineer who types nothing for so long has gone, in milliseconds. */
const idleMs = 10 * 60_000;

const bell = '\x07';

interface Question {
  readonly isHidden: boolean;
  readonly answer: (line: string | undefined) => void;
}

/** Reads lines from an engineer's terminal. What is typed ahead waits for the next question. */
export class LineInput {
  private readonly keyboard = new Keyboard();
  private line: string[] = [];
  private question?: Question;
  private idle?: NodeJS.Timeout;
  private isOver = false;

  constructor(private readonly terminal: Pick<Terminal, 'write'>) {}

  /**
   * The line that was typed. Undefined: given up by Ctrl-C, by Ctrl-D on an empty line, because nothing was typed for
   * ten minutes, or because the input ended.
   */
  ask(prompt: string): Promise<string | undefined> {
    return this.put(prompt, false);
  }

  /** As `ask`, but nothing that is typed is shown. */
  async askHidden(prompt: string): Promise<Redacted<string> | undefined> {
    const line = await this.put(prompt, true);
    return line === undefined ? undefined : new Redacted(line);
  }

  /** Keys as `Program.input` gets them. */
  input(sent: Buffer): void {
    this.idle?.refresh();
    this.keyboard.push(sent);
    this.proceed();
  }

  /** No more keys will come: what was typed is still read, and then every question is given up. */
  end(): void {
    this.isOver = true;
    this.proceed();
  }

  private put(prompt: string, isHidden: boolean): Promise<string | undefined> {
    this.terminal.write(prompt);
    this.idle = setTimeout(() => this.end(), idleMs).unref();
    return new Promise((answer) => {
      this.question = { isHidden, answer };
      this.proceed();
    });
  }

  private proceed(): void {
    for (let key; this.question && (key = this.keyboard.next()) !== undefined;) this.press(key);
    // The key of that name, most probably, which says nothing here; it must not take the next one for its sequence.
    if (this.keyboard.endsWithEscape) this.keyboard.take();
    if (this.isOver) this.answer(undefined);
  }

  private press(key: Key): void {
    switch (key) {
      case '\r':
        return this.answer(this.line.join(''));
      case '\x03':
        return this.answer(undefined);
      case '\x04':
        return this.line.length === 0 ? this.answer(undefined) : undefined;
      case '\x7f':
      case '\b':
        return this.shorten(this.line.length - 1);
      case '\x15':
        return this.shorten(0);
      default:
        return /^\p{Cc}/u.test(key) ? undefined : this.append(key);
    }
  }

  private append(character: string): void {
    if (this.line.length >= longestLine) return this.terminal.write(bell);
    this.line.push(character);
    this.echo(character);
  }

  private shorten(length: number): void {
    const gone = stringWidth(this.line.splice(Math.max(length, 0)).join(''));
    this.echo('\b \b'.repeat(gone));
  }

  private echo(text: string): void {
    if (!this.question!.isHidden) this.terminal.write(text);
  }

  private answer(line: string | undefined): void {
    const { question } = this;
    if (!question) return;
    clearTimeout(this.idle);
    this.question = this.idle = undefined;
    this.line = [];
    this.terminal.write('\n');
    question.answer(line);
  }
}
