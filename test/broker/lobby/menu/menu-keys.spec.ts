import { Keyboard } from '../../../../src/broker/local/keyboard.ts';
import type { Wish } from '../../../../src/broker/lobby/menu/menu-commands.ts';
import { press } from '../../../../src/broker/lobby/menu/menu-keys.ts';
import { pressInLine } from '../../../../src/broker/lobby/menu/menu-lines.ts';
import {
  load,
  type MenuState,
  newMenu,
  selectedAccount,
  wanted,
} from '../../../../src/broker/lobby/menu/menu-state.ts';
import { accountsOn } from './accounts.ts';

const hosts = accountsOn(25);

/** As if the list answered at once: hosts by a part of their names, ten on a page. */
function read(state: MenuState): MenuState {
  const filter = wanted(state);
  const matching = hosts.filter(({ hostName }) => hostName.includes(filter.text ?? ''));
  const { offset, limit } = filter;
  return load(state, { filter, rows: matching.slice(offset, offset + limit), total: matching.length });
}

function after(keys: string, pressed: typeof press = press) {
  const keyboard = new Keyboard();
  keyboard.push(Buffer.from(keys));
  let state = read(newMenu(10));
  const wishes: Wish[] = [];
  // What is left is an escape that nothing follows.
  const next = () => keyboard.next() ?? keyboard.take().toString();
  for (let key = next(); key !== ''; key = next()) {
    const step = pressed(state, key);
    state = read(step.state);
    if (step.wish) wishes.push(step.wish);
  }
  return { state, wishes, host: selectedAccount(state)?.hostName, page: wanted(state).offset };
}

const [up, down, pageUp, pageDown, home, end] = ['\x1b[A', '\x1b[B', '\x1b[5~', '\x1b[6~', '\x1b[H', '\x1b[F'];

describe('the keys of the menu', () => {
  it.each([
    ['nothing', '', 'web-1'],
    ['arrows', down + down + down + up, 'web-3'],
    ['arrows in application mode', '\x1bOB\x1bOB\x1bOA', 'web-2'],
    ['j and k', 'jjjk', 'web-3'],
    ['Ctrl-N and Ctrl-P', '\x0e\x0e\x10', 'web-2'],
    ['more than there is', up + up, 'web-1'],
    ['over the end of a page', 'j'.repeat(10), 'web-11'],
    ['back over its beginning', `${'j'.repeat(10)}k`, 'web-10'],
    ['page keys', pageDown + pageDown + pageUp, 'web-11'],
    ['n and p', 'nnp', 'web-11'],
    ['n on the last page', `nnn`, 'web-21'],
    ['p on the first page', 'jp', 'web-2'],
    ['the end', end, 'web-25'],
    ['the beginning', end + home, 'web-1'],
    ['G and g', 'Gkg', 'web-1'],
    ['a number as it is typed', '24', 'web-24'],
    ['a number that is corrected', '24\x7f', 'web-2'],
    ['a number that is given up, and an arrow', `24${down}`, 'web-25'],
    ['unknown keys', 'xyz\x1b[15~\x1b[<0;1;1M\x00', 'web-1'],
  ])('move the selection: %s', (_what, keys, host) => {
    expect(after(keys)).toMatchObject({ host, wishes: [], page: Math.floor((Number(host.slice(4)) - 1) / 10) * 10 });
  });

  it.each([
    ['return', 'j\r', 'web-2'],
    ['a number and return', '24\r', 'web-24'],
    ['a number as a command', ':24\r', 'web-24'],
    ['a search, then return twice', '/b-2\rj\r', 'web-20'],
  ])('connect by %s', (_what, keys, host) => {
    expect(after(keys)).toMatchObject({ host, wishes: ['connect'] });
  });

  it.each(['99\r', ':99\r', '99999999999999999999999\r'])('connect to no number that there is not: %j', (keys) => {
    const { wishes, state } = after(keys);
    expect(wishes).toEqual([]);
    expect(state.notice).toMatch(/^There is no number 9+/);
  });

  it.each([
    ['as one types', '/web-2', 'web-2', 7],
    ['which an arrow does not end', `/web-2${down}1`, 'web-21', 1],
    ['which backspace takes back', '/web-21\x7f', 'web-2', 7],
    ['which return ends', '/web-2\rj', 'web-20', 7],
    ['which is continued', '/web\r/-3\r', 'web-3', 1],
    ['which Ctrl-U empties', '/xx\x15web-7', 'web-7', 1],
    ['which escape undoes', '/web-2\x1b', 'web-1', 25],
    ['which Ctrl-C undoes, also later', '/web-2\r\x03', 'web-1', 25],
    ['that matches nothing', '/nowhere', undefined, 0],
    ['with letters that are keys elsewhere', '/qnjk', undefined, 0],
  ])('search %s', (_what, keys, host, total) => {
    const outcome = after(keys);
    expect(outcome).toMatchObject({ host, wishes: [] });
    expect(outcome.state.page!.total).toBe(total);
  });

  it.each<[string, string, Wish[]]>([
    ['q', 'q', ['quit']],
    ['Ctrl-D', '\x04', ['quit']],
    [':quit', ':quit\r', ['quit']],
    ['r', 'r', ['reload']],
    ['Ctrl-L', '\x0c', ['reload']],
    [':passwd', ':passwd\r', ['change-password']],
    [':passwd, but for escape', ':passwd\x03', []],
    ['a command that is taken back', ':q\x7f\x7fj', []],
  ])('wish: %s', (_what, keys, wishes) => {
    expect(after(keys).wishes).toEqual(wishes);
  });

  it('show help until the next key, which does nothing else', () => {
    expect(after('h').state.showsHelp).toBe(true);
    expect(after(':help\r').state.showsHelp).toBe(true);
    expect(after('?q')).toMatchObject({ state: { showsHelp: false }, wishes: [] });
  });

  it('say that a command is not known, until the next key', () => {
    expect(after(':constructor\r').state.notice).toMatch(/not known/);
    expect(after(':rm\rj').state.notice).toBe('');
  });

  it('type no more than a bound', () => {
    expect(after(`/${'x'.repeat(1000)}`).state.search).toHaveLength(128);
  });

  it('type no control characters', () => {
    expect(after('/a\t\x00\x9b\u202eb').state.search).toBe('ab');
  });
});

describe('the commands of the menu on a terminal that only prints', () => {
  it.each<[string, string, string, Wish[]]>([
    ['a number', '24\r', 'web-24', ['connect']],
    ['a number that is corrected', '25\x7f4\r', 'web-24', ['connect']],
    ['the next page', 'n\r', 'web-11', []],
    ['the page before', 'n\rn\rp\r', 'web-11', []],
    ['a search', '/web-2\r', 'web-2', []],
    ['a search for everything', '/web-2\r/\r', 'web-1', []],
    ['quit', 'quit\r', 'web-1', ['quit']],
    ['quit by Ctrl-D', '\x04', 'web-1', ['quit']],
    ['no quit by Ctrl-D within a line', 'n\x04\r', 'web-11', []],
    ['refresh', 'r\r', 'web-1', ['reload']],
    ['the password', ':passwd\r', 'web-1', ['change-password']],
    ['nothing', '\r\r', 'web-1', []],
    ['a command that Ctrl-C gives up', 'q\x03\r', 'web-1', []],
    ['arrows, which are no command', '\x1b[B\r', 'web-1', []],
  ])('are lines: %s', (_what, keys, host, wishes) => {
    expect(after(keys, pressInLine)).toMatchObject({ host, wishes });
  });
});

describe('the selection when the list has changed', () => {
  const reloaded = (rows: typeof hosts, keys = 'jj') => {
    const { state } = after(keys);
    return load(state, { filter: wanted(state), rows, total: rows.length });
  };

  it('stays on its account', () => {
    const state = reloaded(hosts.slice(1, 11));
    expect(selectedAccount(state)?.hostName).toBe('web-3');
    expect(state.notice).toBe('');
  });

  it('is on nothing when the account is gone, so that return connects to no other', () => {
    const state = reloaded(hosts.filter(({ hostName }) => hostName !== 'web-3').slice(0, 10));
    expect(selectedAccount(state)).toBeUndefined();
    expect(state.notice).toBe('root@web-3 is no longer on this page');
    expect(selectedAccount(press(state, '\r').state)).toBeUndefined();
    expect(selectedAccount(press(state, 'k').state)?.hostName).toBe('web-2');
  });

  it('is on the last page that there is when the list has become shorter', () => {
    const { state } = after('G');
    const empty = load(state, { filter: wanted(state), rows: [], total: 12 });
    expect(wanted(empty).offset).toBe(10);
    const none = load(state, { filter: wanted(state), rows: [], total: 0 });
    expect(wanted(none).offset).toBe(0);
  });
});
