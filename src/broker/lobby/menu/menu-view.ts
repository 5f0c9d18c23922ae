import type { TerminalSize } from '../../../ssh/request-fields.ts';
import { escapeInvisible } from '../../../common/typable-name.ts';
import { type ListText, listText } from './list-columns.ts';
import { type MenuHelp, printedHelp, screenHelp, withHints } from './menu-help.ts';
import { isUpToDate, type MenuState } from './menu-state.ts';
import { beginning, cut } from './text-width.ts';

/** Larger terminals show no more than this: what is painted at each key has to stay small. */
const largest = { columns: 300, rows: 100 };
/** Of a terminal that does not know its size. */
const usual = { columns: 80, rows: 24 };

/** The lines around the rows of a page: its heading above, and two below. */
const around = 3;
const margin = '  ';
const marker = '> ';

export interface Line {
  readonly text: string;
  readonly style?: 'heading' | 'selected';
}

/** The size that the menu uses of a terminal. */
export function usable({ columns, rows }: TerminalSize): TerminalSize {
  return {
    columns: Math.min(columns || usual.columns, largest.columns),
    rows: Math.min(rows || usual.rows, largest.rows),
  };
}

/** The number of rows on a page. */
export function pageSizeFor(size: TerminalSize): number {
  return Math.max(1, usable(size).rows - around);
}

/** All lines of a terminal whose cursor can be moved; the last is where one types. */
export function screenOf(state: MenuState, size: TerminalSize): Line[] {
  const { columns, rows } = usable(size);
  const body = state.showsHelp ? screenHelp.lines.map((text) => ({ text })) : list(state, columns - margin.length);
  const footer = footerOf(state, columns);
  const above = Array.from(
    { length: pageSizeFor(size) + around - footer.length },
    (_, row) => body[row] ?? { text: '' },
  );
  return [...above, ...footer].map((line) => ({ ...line, text: cut(line.text, columns) })).slice(-rows);
}

/** What a terminal that only prints shows of the list, or help in its place. */
export function printed(state: MenuState, size: TerminalSize): readonly string[] {
  const { columns } = usable(size);
  if (state.showsHelp) return printedHelp.lines;
  const { heading, rows } = textOf(state, columns);
  return [heading, ...rows, statusOf(state, printedHelp, columns)].map((line) => cut(line, columns));
}

function list(state: MenuState, columns: number): Line[] {
  const { heading, rows } = textOf(state, columns);
  const marked = isUpToDate(state) && !state.isLost ? state.selected - state.page!.filter.offset : -1;
  return [
    { text: margin + heading, style: 'heading' },
    ...rows.map((row, index): Line =>
      index === marked ? { text: marker + row, style: 'selected' } : { text: margin + row },
    ),
  ];
}

function textOf({ page }: MenuState, columns: number): ListText {
  return listText(page?.rows ?? [], (page?.filter.offset ?? 0) + 1, columns);
}

/** A notice that is too long for one line has both. */
function footerOf(state: MenuState, columns: number): Line[] {
  const notice = escapeInvisible(state.notice);
  const first = beginning(notice, columns);
  if (first !== notice) return [{ text: first }, { text: notice.slice(first.length) }];
  return [{ text: statusOf(state, screenHelp, columns) }, { text: notice || promptOf(state) }];
}

function statusOf({ page, search, showsHelp }: MenuState, { hints, showAll }: MenuHelp, columns: number): string {
  if (showsHelp) return 'Any key leads back.';
  if (!page) return 'The list is being read.';
  const { filter, rows, total } = page;
  if (filter.text === '' && total === 0) return '-- no host is granted to you --';
  const range = total === 0 ? 'none' : `${filter.offset + 1}-${filter.offset + rows.length} of ${total}`;
  if (filter.text === '') return withHints(`-- ${range} --`, hints, columns);
  return withHints(`-- ${range} with "${escapeInvisible(search)}" --`, [showAll, ...hints], columns);
}

const prompts = { search: '/', number: 'Number: ', command: ':' } as const;

function promptOf({ entry }: MenuState): string {
  return entry ? prompts[entry.kind] + escapeInvisible(entry.text) : '';
}
