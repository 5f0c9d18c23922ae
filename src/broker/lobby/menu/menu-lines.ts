import type { Key } from '../../local/keyboard.ts';
import { edited } from './entry.ts';
import { run, type Step } from './menu-commands.ts';
import type { MenuState } from './menu-state.ts';

/** What a key does on a terminal that only prints: all that is typed is a command. */
export function pressInLine(before: MenuState, key: Key): Step {
  const state = { ...before, notice: '', showsHelp: false };
  const text = state.entry?.text ?? '';
  if (key === '\r') return run({ ...state, entry: undefined }, text);
  if (key === '\x04' && text === '') return run(state, 'q');
  const changed = key === '\x03' ? '' : edited(text, key);
  if (changed === undefined) return { state };
  return { state: { ...state, entry: changed === '' ? undefined : { kind: 'command', text: changed } } };
}
