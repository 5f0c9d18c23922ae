import stringWidth from 'string-width';
import type { ConnectableAccount } from '../../../../src/bastionhost/bastionhost.api.ts';
import { press } from '../../../../src/broker/lobby/menu/menu-keys.ts';
import { load, type MenuState, newMenu, wanted } from '../../../../src/broker/lobby/menu/menu-state.ts';
import { pageSizeFor, printed, screenOf } from '../../../../src/broker/lobby/menu/menu-view.ts';
import type { TerminalSize } from '../../../../src/ssh/request-fields.ts';
import { accountOf, accountsOn } from './accounts.ts';

const usual = { columns: 80, rows: 24 };
const small = { columns: 40, rows: 10 };

function listed(rows: ConnectableAccount[], size: TerminalSize = usual, total = rows.length): MenuState {
  const state = newMenu(pageSizeFor(size));
  return load(state, { filter: wanted(state), rows: rows.slice(0, pageSizeFor(size)), total });
}

const textsOf = (state: MenuState, size: TerminalSize = usual) =>
  screenOf(state, size).map(({ text }) => text.trimEnd());

describe('the menu on a terminal', () => {
  it('has a row for each host and account in 24 by 80', () => {
    const rows = [
      accountOf({ comment: 'orders and invoices' }),
      accountOf({ accountName: 'svc@corp.example' }),
      accountOf({ hostName: 'db.example', address: '2001:db8::1', port: 2222, os: 'Windows', comment: 'primary' }),
    ];
    const screen = screenOf(listed(rows), usual);
    expect(screen.map(({ text }) => text.trimEnd()).filter(Boolean)).toEqual([
      '  NUM  HOST NAME   ACCOUNT           ADDRESS           OS       COMMENT',
      '>   1  web-01      root              192.0.2.1:22      Linux    orders and invo~',
      '    2  web-01      svc@corp.example  192.0.2.1:22      Linux',
      '    3  db.example  root              2001:db8::1:2222  Windows  primary',
      '-- 1-3 of 3 -- Enter connects, / searches, n/p turn pages, h helps, q leaves',
    ]);
    expect(screen).toHaveLength(24);
    expect(screen[1]!.style).toBe('selected');
  });

  it('has what is needed most in 10 by 40', () => {
    const rows = accountsOn(20).map((row) => ({ ...row, hostName: `a-rather-long-name-of-a-host-${row.hostId}` }));
    const screen = textsOf(listed(rows, small, 20), small);
    expect(screen).toHaveLength(10);
    expect(screen[0]).toBe('  NUM  HOST NAME                 ACCOUNT');
    expect(screen[1]).toBe('>   1  a-rather-long-name-of-a~  root');
    expect(screen[8]).toBe('-- 1-7 of 20 -- Enter connects, h helps');
  });

  it.each([
    ['no size', { columns: 0, rows: 0 }, 24],
    ['one character', { columns: 1, rows: 1 }, 1],
    ['three lines', { columns: 10, rows: 3 }, 3],
    ['more than anyone has', { columns: 65_535, rows: 65_535 }, 100],
  ])('fits one of %s', (_what, size, lines) => {
    const screen = screenOf(listed(accountsOn(200), size), size);
    expect(screen).toHaveLength(lines);
    expect(Math.max(...screen.map(({ text }) => stringWidth(text)))).toBeLessThanOrEqual(
      Math.min(size.columns || 80, 300),
    );
  });

  it('counts the width of wide and combining characters', () => {
    const rows = [
      accountOf({ hostName: '数据库主机', accountName: '管理员' }),
      accountOf({ hostName: 'cafe\u0301', accountName: 'デー' }),
      accountOf({ hostName: '웹서버-1', accountName: '\u{1f600}' }),
    ];
    const [heading, ...lines] = textsOf(listed(rows));
    const column = stringWidth(heading!.slice(0, heading!.indexOf('ADDRESS')));
    for (const line of lines.slice(0, 3)) expect(stringWidth(line.slice(0, line.indexOf('192.')))).toBe(column);
    const narrow = textsOf(listed(rows, small), small).slice(1, 4);
    for (const line of narrow) expect(stringWidth(line)).toBeLessThanOrEqual(40);
  });

  it('cuts no character apart', () => {
    const rows = [accountOf({ hostName: '数'.repeat(60), accountName: '据'.repeat(60) })];
    const line = textsOf(listed(rows, small), small)[1]!;
    expect(line).toMatch(/^>   1 {2}数+~? {2,3}据+~?$/u);
    expect(stringWidth(line)).toBeLessThanOrEqual(40);
  });

  it.each([
    ['escapes', '\x1b]0;title\x07\x1b[2J', String.raw`\u{1b}]0;title\u{7}\u{1b}[2J`],
    ['C1 controls', '\x9b31m\x90', String.raw`\u{9b}31m\u{90}`],
    ['line breaks', 'a\r\nb', String.raw`a\u{d}\u{a}b`],
    ['bidi controls', 'a\u202eb\u2066c\u061c', String.raw`a\u{202e}b\u{2066}c\u{61c}`],
    ['invisible characters', 'a\u200bb\ufeff\u{e0041}', String.raw`a\u{200b}b\u{feff}\u{e0041}`],
    ['half a character', 'a\ud800', String.raw`a\u{d800}`],
  ])('shows %s in names and comments as text', (_what, hostile, shown) => {
    const wide = { columns: 300, rows: 24 };
    const names = { hostName: hostile, accountName: hostile, comment: hostile, address: hostile };
    const state = { ...listed([accountOf(names)], wide), notice: hostile };
    const printing = printed(state, wide).join('\n');
    for (const text of [...textsOf(state, wide), printing]) {
      // oxlint-disable-next-line no-control-regex -- what must not be there
      expect(text).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u202e\u2066\ufeff\ud800-\udfff]/);
    }
    expect(printing.split(shown.slice(0, 20))).toHaveLength(5);
    expect(textsOf(state, wide).at(-1)).toBe(shown);
  });

  it('shows what is typed in the last line', () => {
    const typed = (keys: string) =>
      textsOf([...keys].reduce((state, key) => press(state, key).state, listed([]))).at(-1);
    expect(typed('/web 数')).toBe('/web 数');
    expect(typed(':pass')).toBe(':pass');
    expect(typed('12')).toBe('Number: 12');
  });

  it('gives a long notice both lines below the list', () => {
    const state = { ...listed(accountsOn(3), small), notice: 'root@web-01: access to this host account was withdrawn' };
    expect(textsOf(state, small).slice(-2)).toEqual(['root@web-01: access to this host account', ' was withdrawn']);
  });

  it('says how a search is left, whatever else there is room for', () => {
    const found = (size: TerminalSize) => {
      const state = { ...newMenu(pageSizeFor(size)), search: 'web' };
      return load(state, { filter: wanted(state), rows: accountsOn(5), total: 5 });
    };
    expect(textsOf(found(small), small).at(-2)).toBe('-- 1-5 of 5 with "web" -- Esc shows all');
    expect(printed(found(small), small).at(-1)).toBe('-- 1-5 of 5 with "web" -- / shows all');
    expect(printed(found(usual), usual).at(-1)).toBe(
      '-- 1-5 of 5 with "web" -- / shows all, a number connects, /text searches',
    );
  });

  it('does not name keys to a terminal that only prints', () => {
    const help = printed({ ...listed([]), showsHelp: true }, small).join('\n');
    expect(help).toContain('a number');
    expect(help).not.toMatch(/Enter|Esc|Up|~/);
    expect(printed(listed(accountsOn(3)), usual).at(-1)).toBe(
      '-- 1-3 of 3 -- a number connects, /text searches, n/p turn pages, h helps',
    );
  });

  it('shows help in 10 by 40', () => {
    const screen = textsOf({ ...listed([]), showsHelp: true }, small);
    expect(screen).toContain('q               leave');
    expect(screen).toHaveLength(10);
    expect(screen.join('\n')).not.toContain('~');
    expect(screen.at(-2)).toBe('Any key leads back.');
  });

  it.each([
    ['being read', newMenu(21), 'The list is being read.'],
    ['empty', listed([]), '-- no host is granted to you --'],
    [
      'searched in vain',
      {
        ...load(
          { ...newMenu(21), search: 'x' },
          { filter: wanted({ ...newMenu(21), search: 'x' }), rows: [], total: 0 },
        ),
      },
      '-- none with "x" -- Esc shows all, Enter connects, / searches, n/p turn pages',
    ],
  ])('says that the list is %s', (_what, state, status) => {
    expect(textsOf(state).at(-2)).toBe(status);
  });
});
