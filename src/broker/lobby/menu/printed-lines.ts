import type { Key } from '../../local/keyboard.ts';
import type { Terminal } from '../../local/program.ts';
import { escapeInvisible } from '../../../common/typable-name.ts';
import type { Step } from './menu-commands.ts';
import { pressInLine } from './menu-lines.ts';
import { isUpToDate, type MenuState } from './menu-state.ts';
import { printed } from './menu-view.ts';
import { widthOf } from './text-width.ts';

const prompt = '> ';

/** The menu on a terminal that only prints: the list whenever it has changed, and a line for commands. */
export class PrintedLines {
  private list = '';
  private notice = '';
  /** The last line so far. */
  private line = '';

  constructor(private readonly terminal: Pick<Terminal, 'size' | 'write'>) {}

  press(state: MenuState, key: Key): Step {
    if (key === '\r') {
      this.showLine(state);
      this.endLine();
      this.notice = '';
    }
    return pressInLine(state, key);
  }

  /** While the list is being read, the line for the next command is not there yet. */
  show(state: MenuState): void {
    const isRead = isUpToDate(state);
    if (isRead) this.print('list', printed(state, this.terminal.size()).join('\n'));
    this.print('notice', escapeInvisible(state.notice));
    if (isRead || this.notice !== '' || this.line !== '') this.showLine(state);
  }

  forget(): void {
    this.list = '';
  }

  leave(): void {
    this.endLine();
    this.forget();
  }

  /** What a program may have left behind is nothing that such a terminal knows how to undo. */
  comeBack(): void {
    this.line = '?';
  }

  private print(what: 'list' | 'notice', text: string): void {
    if (text === this[what]) return;
    this[what] = text;
    if (text === '') return;
    this.endLine();
    this.terminal.write(`${text}\n`);
  }

  private showLine({ entry }: MenuState): void {
    this.continueLine(prompt + escapeInvisible(entry?.text ?? ''));
  }

  /** Takes back what differs, and writes the rest. */
  private continueLine(line: string): void {
    const [before, after] = [[...this.line], [...line]];
    const differing = after.findIndex((character, place) => character !== before[place]);
    const common = differing < 0 ? after.length : differing;
    const gone = widthOf(before.slice(common).join(''));
    if (line !== this.line) this.terminal.write('\b \b'.repeat(gone) + after.slice(common).join(''));
    this.line = line;
  }

  private endLine(): void {
    if (this.line !== '') this.terminal.write('\n');
    this.line = '';
  }
}
