import { widthOf } from './text-width.ts';

/** What an engineer is told about the keys of a menu. */
export interface MenuHelp {
  /** With two lines below them they fit into 10 by 40. */
  readonly lines: readonly string[];
  /** For the line below the list, the most important first. */
  readonly hints: readonly string[];
  /** The hint that leads out of a search. */
  readonly showAll: string;
}

const others = ['n/p turn pages', 'h helps', 'q leaves'];

export const screenHelp: MenuHelp = {
  lines: [
    'Up/Down, j/k    move',
    'Enter           connect',
    'number, Enter   connect to that number',
    '/, Esc          search, show all again',
    'n/p, PgDn/PgUp  next, previous page',
    'r               read the list again',
    ':passwd         change your password',
    'q               leave',
  ],
  hints: ['Enter connects', '/ searches', ...others],
  showAll: 'Esc shows all',
};

/** Where lines are typed, and nothing can be moved to. */
export const printedHelp: MenuHelp = {
  lines: [
    'a number  connect to that number',
    '/text     search',
    '/         show all again',
    'n, p      next, previous page',
    'r         read the list again',
    'passwd    change your password',
    'q         leave',
  ],
  hints: ['a number connects', '/text searches', ...others],
  showAll: '/ shows all',
};

/** The text with those of the hints behind it that there is room for. */
export function withHints(text: string, hints: readonly string[], columns: number): string {
  const [shown] = hints.reduce(
    ([line, link], hint) => {
      const longer = `${line}${link}${hint}`;
      return widthOf(longer) <= columns ? [longer, ', '] : [line, link];
    },
    [text, ' '] as [string, string],
  );
  return shown;
}
