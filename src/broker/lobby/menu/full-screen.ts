import type { Terminal } from '../../local/program.ts';
import { press } from './menu-keys.ts';
import type { MenuState } from './menu-state.ts';
import { type Line, screenOf } from './menu-view.ts';
import { terminalReset } from './terminal-reset.ts';

// In the words of xterm's control sequences; what a terminal does not know, it ignores.
const alternateScreen = '\x1b[?1049h';
const normalScreen = '\x1b[?1049l';
const home = '\x1b[H';
const eraseLine = '\x1b[K';
const eraseBelow = '\x1b[J';
/** A line whose width the terminal sees otherwise is cut, not continued in the next. */
const withoutWrapping = '\x1b[?7l';
const withWrapping = '\x1b[?7h';
const styles = { heading: '\x1b[1m', selected: '\x1b[7m' } as const;
const plain = '\x1b[m';

/** The menu on a terminal whose cursor can be moved. What the terminal showed before is there again afterwards. */
export class FullScreen {
  readonly press = press;
  private shown?: string;

  constructor(private readonly terminal: Pick<Terminal, 'size' | 'write'>) {}

  show(state: MenuState): void {
    const lines = screenOf(state, this.terminal.size()).map(styled);
    const last = lines.pop()!;
    const above = lines.map((line) => `${eraseLine}${line}\n`).join('');
    const painted = `${home}${withoutWrapping}${above}${eraseBelow}${last}${withWrapping}`;
    if (painted === this.shown) return;
    this.terminal.write(this.shown === undefined ? alternateScreen + painted : painted);
    this.shown = painted;
  }

  forget(): void {
    if (this.shown !== undefined) this.shown = '';
  }

  /** Where there is no other screen, nothing of the menu is left among what comes next. */
  leave(): void {
    if (this.shown !== undefined) this.terminal.write(home + eraseBelow + normalScreen);
    this.shown = undefined;
  }

  comeBack(): void {
    this.terminal.write(terminalReset);
  }
}

function styled({ text, style }: Line): string {
  return style ? `${styles[style]}${text}${plain}` : text;
}
