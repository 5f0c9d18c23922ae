import type { Key } from '../../local/keyboard.ts';
import { edited } from './entry.ts';
import { connectTo, rowOf, run, type Step, turn } from './menu-commands.ts';
import { type Entry, type MenuState, narrow, select } from './menu-state.ts';

type Press = (state: MenuState) => Step;

const move =
  (rows: number): Press =>
  (state) => ({ state: select(state, state.selected + rows) });
const page =
  (pages: 1 | -1): Press =>
  (state) => ({ state: turn(state, pages) });
const begin =
  (kind: Entry['kind'], text?: string): Press =>
  (state) => ({
    state: { ...state, entry: { kind, text: text ?? state.search } },
  });

/** The keys that move the selection, also while one types. */
const moves: Readonly<Record<Key, Press>> = {
  ...keys(['\x1b[A', '\x1bOA', '\x10'], move(-1)),
  ...keys(['\x1b[B', '\x1bOB', '\x0e'], move(1)),
  ...keys(['\x1b[5~', '\x1b[D', '\x1bOD'], page(-1)),
  ...keys(['\x1b[6~', '\x1b[C', '\x1bOC'], page(1)),
  ...keys(['\x1b[H', '\x1bOH', '\x1b[1~'], move(-Infinity)),
  ...keys(['\x1b[F', '\x1bOF', '\x1b[4~'], move(Infinity)),
};

const inList: Readonly<Record<Key, Press>> = {
  ...moves,
  k: move(-1),
  j: move(1),
  g: move(-Infinity),
  G: move(Infinity),
  '\r': (state) => ({ state, wish: 'connect' }),
  '/': begin('search'),
  ':': begin('command', ''),
  ...keys(['\x1b', '\x03'], (state) => ({ state: narrow(state, '') })),
  ...keys(['\x0c', '\x12'], (state) => run(state, 'r')),
  '\x04': (state) => run(state, 'q'),
  ...Object.fromEntries(['n', 'p', 'r', 'h', '?', 'q'].map((key) => [key, (state: MenuState) => run(state, key)])),
};

/** What a key does on a terminal whose cursor can be moved. */
export function press(before: MenuState, key: Key): Step {
  if (before.showsHelp) return { state: { ...before, showsHelp: false } };
  const state = { ...before, notice: '' };
  return state.entry ? pressWhileTyping(state, state.entry, key) : pressInList(state, key);
}

function pressInList(state: MenuState, key: Key): Step {
  if (/^[1-9]$/.test(key)) return type(state, { kind: 'number', text: key });
  return Object.hasOwn(inList, key) ? inList[key]!(state) : { state };
}

function pressWhileTyping(state: MenuState, entry: Entry, key: Key): Step {
  const { kind, text } = entry;
  const left = { ...state, entry: undefined };
  if (key === '\r') return finish(left, entry);
  if (key === '\x1b' || key === '\x03') return { state: kind === 'search' ? narrow(left, '') : left };
  if (kind === 'search' && Object.hasOwn(moves, key)) return moves[key]!(state);
  const changed = edited(text, key);
  if (kind === 'number' && !/^\d*$/.test(changed ?? key)) return pressInList(left, key);
  if (changed === undefined) return { state };
  const isOver = changed === '' && (text === '' || kind === 'number');
  return isOver ? { state: left } : type(state, { kind, text: changed });
}

function finish(left: MenuState, { kind, text }: Entry): Step {
  if (kind === 'search') return { state: left };
  return kind === 'number' ? connectTo(left, text) : run(left, text);
}

/** A search narrows the list down, and a number selects its row, as one types. */
function type(state: MenuState, entry: Entry): Step {
  const typed = { ...state, entry };
  if (entry.kind === 'search') return { state: narrow(typed, entry.text) };
  const row = entry.kind === 'number' ? rowOf(state, entry.text) : undefined;
  return { state: row === undefined ? typed : select(typed, row) };
}

function keys(names: readonly Key[], press: Press): Record<Key, Press> {
  return Object.fromEntries(names.map((name) => [name, press]));
}
