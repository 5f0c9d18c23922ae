import type { Key } from '../../local/keyboard.ts';
import type { Terminal } from '../../local/program.ts';
import { FullScreen } from './full-screen.ts';
import type { Step } from './menu-commands.ts';
import type { MenuState } from './menu-state.ts';
import { PrintedLines } from './printed-lines.ts';

/** How the menu appears on a kind of terminal. */
export interface Face {
  press(state: MenuState, key: Key): Step;
  /** Writes what differs from what the terminal shows. */
  show(state: MenuState): void;
  /** Everything is to be written again. */
  forget(): void;
  /** Leaves the terminal to someone else, as it was before. */
  leave(): void;
  /** Takes it back, in whatever state it was left. */
  comeBack(): void;
}

const withoutCursor = ['', 'dumb', 'unknown', 'network', 'emacs'];

/** How the menu appears on this terminal. */
export function faceFor(terminal: Terminal): Face {
  return withoutCursor.includes(terminal.type) ? new PrintedLines(terminal) : new FullScreen(terminal);
}
