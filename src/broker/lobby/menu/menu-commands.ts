import { type MenuState, narrow, select } from './menu-state.ts';

/** What the menu cannot do by itself. */
export type Wish = 'connect' | 'quit' | 'reload' | 'change-password';

/** What a key or a command comes to. */
export interface Step {
  readonly state: MenuState;
  readonly wish?: Wish;
}

/** Each command with its other names. */
const commands: Readonly<Record<string, (state: MenuState) => Step>> = {
  n: (state) => ({ state: turn(state, 1) }),
  p: (state) => ({ state: turn(state, -1) }),
  r: (state) => ({ state, wish: 'reload' }),
  h: (state) => ({ state: { ...state, showsHelp: true } }),
  q: (state) => ({ state, wish: 'quit' }),
  passwd: (state) => ({ state, wish: 'change-password' }),
};

const otherNames: Readonly<Record<string, string>> = {
  next: 'n',
  previous: 'p',
  refresh: 'r',
  reload: 'r',
  help: 'h',
  '?': 'h',
  quit: 'q',
  exit: 'q',
};

/** Does what was typed as a command, with or without its colon; a number connects to its row. */
export function run(state: MenuState, typed: string): Step {
  const command = typed.trim().replace(/^:/, '');
  if (command === '') return { state };
  if (/^\d+$/.test(command)) return connectTo(state, command);
  if (command.startsWith('/')) return { state: narrow(state, command.slice(1).trim()) };
  const name = Object.hasOwn(otherNames, command) ? otherNames[command]! : command;
  if (Object.hasOwn(commands, name)) return commands[name]!(state);
  return { state: { ...state, notice: 'This command is not known; h shows those that are.' } };
}

/** To the row with this number, as it stands in the list. */
export function connectTo(state: MenuState, number: string): Step {
  const row = rowOf(state, number);
  if (row === undefined) return { state: { ...state, notice: `There is no number ${number} in the list.` } };
  return { state: select(state, row), wish: 'connect' };
}

/** The row with this number; undefined where there is none. */
export function rowOf({ page }: MenuState, number: string): number | undefined {
  const row = Number(number) - 1;
  return row >= 0 && row < (page?.total ?? 0) ? row : undefined;
}

/** Selects the first row of another page. */
export function turn(state: MenuState, pages: 1 | -1): MenuState {
  const { pageSize, selected, page } = state;
  const first = (Math.floor(selected / pageSize) + pages) * pageSize;
  return first < 0 || first >= (page?.total ?? 0) ? state : select(state, first);
}
