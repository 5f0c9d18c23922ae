import type { ConnectableAccount, ConnectableFilter } from '../../../bastionhost/bastionhost.api.ts';

/** A page of the list, and what was asked for. */
export interface LoadedPage {
  readonly filter: ConnectableFilter;
  readonly rows: readonly ConnectableAccount[];
  /** The number of matches on all pages. */
  readonly total: number;
}

/** What is being typed. */
export interface Entry {
  readonly kind: 'search' | 'number' | 'command';
  readonly text: string;
}

/** What an engineer sees of the menu, whatever terminal they have. */
export interface MenuState {
  /** What the list is narrowed down to. */
  readonly search: string;
  /** The selected row, counted from 0 over all pages. */
  readonly selected: number;
  /** The account that was selected has gone: until another is selected, none is. */
  readonly isLost: boolean;
  readonly pageSize: number;
  /** What was loaded last. It may be behind what is to be seen. */
  readonly page?: LoadedPage;
  readonly entry?: Entry;
  readonly showsHelp: boolean;
  /** What happened, until the next key. */
  readonly notice: string;
}

/** The menu before anything was loaded, on a terminal with room for so many rows. */
export function newMenu(pageSize: number): MenuState {
  return { search: '', selected: 0, isLost: false, pageSize, showsHelp: false, notice: '' };
}

/** The part of the list that is to be seen. */
export function wanted({ search, selected, pageSize }: MenuState): ConnectableFilter {
  return { text: search, offset: Math.floor(selected / pageSize) * pageSize, limit: pageSize };
}

/** Whether the page that was loaded last is the one to be seen. */
export function isUpToDate(state: MenuState): boolean {
  const { text, offset, limit } = wanted(state);
  const { filter } = state.page ?? {};
  return filter !== undefined && filter.text === text && filter.offset === offset && filter.limit === limit;
}

/** The selected account; undefined where there is none, or where its page has not been loaded. */
export function selectedAccount(state: MenuState): ConnectableAccount | undefined {
  if (state.isLost || !isUpToDate(state)) return undefined;
  return state.page!.rows[state.selected - state.page!.filter.offset];
}

/** Selects the row, or the nearest that there is as far as that is known. */
export function select(state: MenuState, row: number): MenuState {
  const last = (state.page?.total ?? 1) - 1;
  return { ...state, selected: Math.max(0, Math.min(row, last)), isLost: false };
}

/** Narrows the list down, from its beginning. */
export function narrow(state: MenuState, search: string): MenuState {
  return search === state.search ? state : { ...state, search, selected: 0, isLost: false };
}

/** A page has been loaded. The selection stays on its account, as long as that is on the page. */
export function load(state: MenuState, page: LoadedPage): MenuState {
  const before = selectedAccount(state);
  const loaded = { ...state, page };
  const isGone = state.selected > 0 && state.selected >= page.total;
  if (!before || !isUpToDate(loaded)) return { ...select(loaded, state.selected), isLost: state.isLost || isGone };
  const place = page.rows.findIndex((row) => isSame(row, before));
  if (place >= 0) return select(loaded, page.filter.offset + place);
  const notice = state.notice || `${before.accountName}@${before.hostName} is no longer on this page`;
  return { ...select(loaded, state.selected), isLost: true, notice };
}

function isSame(row: ConnectableAccount, other: ConnectableAccount): boolean {
  return row.hostId === other.hostId && row.accountName === other.accountName;
}
