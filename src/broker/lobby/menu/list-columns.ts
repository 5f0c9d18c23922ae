import type { ConnectableAccount } from '../../../bastionhost/bastionhost.api.ts';
import { escapeInvisible } from '../../../common/typable-name.ts';
import { fit, widthOf } from './text-width.ts';

interface Column {
  readonly heading: string;
  readonly cell: (account: ConnectableAccount, number: number) => string;
  /** The columns of the terminal that it takes at most. */
  readonly widest: number;
}

// Login scripts wait for a line with NUM.
const numbers: Column = { heading: 'NUM', cell: (_account, number) => String(number).padStart(3), widest: 9 };
const hosts: Column = { heading: 'HOST NAME', cell: ({ hostName }) => hostName, widest: 40 };
const accounts: Column = { heading: 'ACCOUNT', cell: ({ accountName }) => accountName, widest: 24 };
const addresses: Column = { heading: 'ADDRESS', cell: ({ address, port }) => `${address}:${port}`, widest: 46 };
const systems: Column = { heading: 'OS', cell: ({ os }) => os, widest: 7 };
const comments: Column = { heading: 'COMMENT', cell: ({ comment }) => comment, widest: 128 };

const gap = 2;
const narrowestName = 4;
const narrowestComment = 12;

/** A column with the texts of a page. */
interface Filled {
  readonly heading: string;
  readonly cells: readonly string[];
  readonly width: number;
}

/** The heading of a list and its rows. */
export interface ListText {
  readonly heading: string;
  readonly rows: readonly string[];
}

/**
 * The text of a page of the list whose first row has the number `first`, for a terminal with this many columns. What a
 * terminal would not show as a character is escaped.
 */
export function listText(page: readonly ConnectableAccount[], first: number, width: number): ListText {
  const fill = ({ heading, cell, widest }: Column): Filled => {
    const cells = page.map((account, index) => escapeInvisible(cell(account, first + index)));
    return { heading, cells, width: Math.min(widest, Math.max(...[heading, ...cells].map(widthOf))) };
  };
  const names = shrunk([numbers, hosts, accounts].map(fill), width);
  const columns = [addresses, systems, comments].map(fill).reduce((all, one) => withRoom(all, one, width), names);
  const line = (textOf: (column: Filled) => string) =>
    columns.map((column) => fit(textOf(column), column.width)).join(' '.repeat(gap));
  return { heading: line(({ heading }) => heading), rows: page.map((_, index) => line(({ cells }) => cells[index]!)) };
}

/** The host's name gives way first, then the account's. */
function shrunk([number, host, account]: Filled[], width: number): Filled[] {
  const room = width - number!.width - 2 * gap;
  const hostWidth = Math.max(narrowestName, Math.min(host!.width, room - account!.width));
  const accountWidth = Math.max(narrowestName, Math.min(account!.width, room - hostWidth));
  return [number!, { ...host!, width: hostWidth }, { ...account!, width: accountWidth }];
}

/** With one more column, if there is room for it; comments may be cut. */
function withRoom(columns: Filled[], one: Filled, width: number): Filled[] {
  const room = width - columns.reduce((sum, column) => sum + column.width + gap, 0);
  const needed = one.heading === comments.heading ? Math.min(one.width, narrowestComment) : one.width;
  return room < needed ? columns : [...columns, { ...one, width: Math.min(one.width, room) }];
}
