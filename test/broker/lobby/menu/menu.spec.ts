import type { ConnectableAccount, ConnectableFilter } from '../../../../src/bastionhost/bastionhost.api.ts';
import { Menu, type Visit } from '../../../../src/broker/lobby/menu/menu.ts';
import { Outage } from '../../../../src/common/outage.ts';
import { eventually } from '../../../support/eventually.ts';
import { accountsOn } from './accounts.ts';

/** Lets what was resolved be heard of. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A menu over a list that answers when it is told to, on a terminal that keeps what is written. */
class MenuUnderTest {
  hosts = accountsOn(25);
  now = new Date('2026-01-01T00:00:00Z');
  readonly asked: ConnectableFilter[] = [];
  readonly visits: { account: string; typedAhead: string; leave: (how: string) => void }[] = [];
  readonly told: string[] = [];
  written = '';
  isSlow = false;
  isDown = false;
  readonly menu: Menu;
  private waiting: (() => void)[] = [];

  constructor(terminalType = 'xterm') {
    const size = () => ({ columns: 80, rows: 13 });
    const terminal = {
      type: terminalType,
      size,
      write: (text: string) => void (this.written += text),
      isBehind: () => false,
      lend: () => {
        throw new Error('nobody borrows this terminal');
      },
      exit: (status: number) => void this.told.push(`exit ${status}`),
    };
    this.menu = new Menu(terminal, {
      now: () => this.now,
      list: (filter) => this.list(filter),
      visit: (account, typedAhead) => this.visit(account, typedAhead),
      changePassword: () => this.visit({ hostName: 'password' }, Buffer.alloc(0)),
      left: () => void this.told.push('left'),
    });
  }

  async type(...keys: string[]): Promise<void> {
    for (const part of keys) this.menu.input(Buffer.from(part));
    await settled();
  }

  /** Answers every question about the list that waits. */
  async answer(): Promise<void> {
    for (const answer of this.waiting.splice(0)) answer();
    await settled();
  }

  /** What was written since the last call. */
  news(): string {
    const { written } = this;
    this.written = '';
    return written;
  }

  private async list(filter: ConnectableFilter) {
    this.asked.push(filter);
    if (this.isSlow) await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (this.isDown) throw new Outage('no database');
    const matching = this.hosts.filter(({ hostName }) => hostName.includes(filter.text ?? ''));
    return { rows: matching.slice(filter.offset, filter.offset + filter.limit), total: matching.length };
  }

  private visit({ hostName }: Pick<ConnectableAccount, 'hostName'>, typedAhead: Buffer): Visit {
    const ended = new Promise<string>((leave) => {
      this.visits.push({ account: hostName, typedAhead: typedAhead.toString(), leave });
    });
    const stopAsking = () => void this.told.push('asked no more');
    return { ended, resized: () => void this.told.push('resized'), stopAsking };
  }
}

describe('a menu', () => {
  it('asks for no more than a page', async () => {
    const it = new MenuUnderTest();
    await it.type('n', '24');
    expect(it.asked).toEqual([0, 10, 0, 20].map((offset) => ({ text: '', offset, limit: 10 })));
  });

  it('asks once for what was typed while the list was being read', async () => {
    const it = new MenuUnderTest();
    await settled();
    it.isSlow = true;
    await it.type('/', 'w', 'e', 'b', '-', '2');
    await it.answer();
    await it.answer();
    expect(it.asked.map(({ text }) => text)).toEqual(['', 'w', 'web-2']);
    expect(it.news()).toContain('1-7 of 7 with "web-2"');
  });

  describe.each([
    ['a number', 'xterm', '24'],
    ['a command', 'xterm', ':24'],
    ['a number on a terminal that only prints', 'dumb', '24'],
  ])('connects by %s to the row of a page that has yet to be read', (_what, terminalType, typed) => {
    let menu: MenuUnderTest;
    beforeEach(async () => {
      menu = new MenuUnderTest(terminalType);
      await settled();
      menu.isSlow = true;
      await menu.type(...typed, '\r', 'ls', '\r\n');
    });

    it('with what is typed meanwhile', async () => {
      expect(menu.visits).toEqual([]);
      await menu.answer();
      expect(menu.visits).toMatchObject([{ account: 'web-24', typedAhead: 'ls\r\n' }]);
    });

    it('but to no other where that has gone', async () => {
      menu.hosts = accountsOn(21);
      await menu.answer();
      expect(menu.visits).toEqual([]);
      expect(menu.news()).toContain('No row is selected.');
    });
  });

  it('swallows no more than the line feed of the return key that chose', async () => {
    const it = new MenuUnderTest();
    await settled();
    await it.type('1\r\n\nls\n');
    expect(it.visits).toMatchObject([{ account: 'web-1', typedAhead: '\nls\n' }]);
  });

  it('gives keys that come before the list to nobody else', async () => {
    const it = new MenuUnderTest();
    await it.type('2\rls\r');
    expect(it.visits).toMatchObject([{ account: 'web-2', typedAhead: 'ls\r' }]);
  });

  it('is there again after a visit, on the same row, with how it ended', async () => {
    const it = new MenuUnderTest();
    await it.type('2\r');
    it.news();
    it.visits[0]!.leave('the session has ended');
    await settled();
    expect(it.news()).toContain('root@web-2: the session has ended');
    await it.type('\r');
    expect(it.visits.map(({ account }) => account)).toEqual(['web-2', 'web-2']);
  });

  it('tells a visit of another size', async () => {
    const it = new MenuUnderTest();
    await it.type('1\r');
    it.menu.resized();
    expect(it.told).toEqual(['resized']);
  });

  it('takes a lone escape for a key of its own after a while', async () => {
    const it = new MenuUnderTest();
    await it.type('/web-2', '\x1b');
    await eventually('the search is over', () => it.asked.at(-1)!.text === '');
    await it.type('/web-2', '\x1b', '[B', '\r', '\r');
    expect(it.visits).toMatchObject([{ account: 'web-20' }]);
  });

  it('says that the list cannot be read, connects to nothing meanwhile, and reads it again when told to', async () => {
    const it = new MenuUnderTest();
    await settled();
    it.isDown = true;
    await it.type('n\r');
    expect(it.news()).toContain('The list cannot be read at the moment.');
    expect({ visits: it.visits, isBehind: it.menu.isBehind }).toEqual({ visits: [], isBehind: true });
    it.isDown = false;
    await it.menu.refresh();
    expect(it.news()).toContain('11-20 of 25');
    expect(it.menu.isBehind).toBe(false);
  });

  it('closes with the reason', async () => {
    const it = new MenuUnderTest();
    await it.type('j');
    it.news();
    it.menu.close('the user was locked');
    expect(it.news()).toMatch(/sallyport: the user was locked\n$/);
    expect(it.told).toEqual(['left', 'exit 255']);
    await it.type('j\r');
    expect([it.news(), it.told.length]).toEqual(['', 2]);
  });

  it('closes after the visit that is under way, which asks no more', async () => {
    const it = new MenuUnderTest();
    await it.type('1\r');
    it.menu.close('the service is stopping');
    expect(it.told.splice(0)).toEqual(['asked no more']);
    it.visits[0]!.leave('the session has ended');
    await settled();
    expect(it.news()).toMatch(/sallyport: the service is stopping\n$/);
    expect(it.told).toEqual(['left', 'exit 255']);
  });

  it('leaves at the end of the input, after what came before', async () => {
    const it = new MenuUnderTest();
    await it.type('1\rls\r');
    it.menu.inputEnded();
    expect(it.told).toEqual([]);
    it.visits[0]!.leave('the session has ended');
    await settled();
    expect(it.told).toEqual(['left', 'exit 0']);
  });

  it('writes nothing once its terminal is gone', async () => {
    const it = new MenuUnderTest();
    await it.type('1\r');
    it.menu.hungUp();
    it.news();
    it.visits[0]!.leave('the session has ended');
    await settled();
    expect(it.news()).toBe('');
    expect(it.told).toEqual(['left']);
  });

  it('waits for its engineer while the list is shown, and not during a visit', async () => {
    const it = new MenuUnderTest();
    await settled();
    expect(it.menu.idleSince).toEqual(it.now);
    it.now = new Date('2026-01-01T00:01:00Z');
    await it.type('j');
    expect(it.menu.idleSince).toEqual(it.now);
    await it.type('\r');
    expect(it.menu.idleSince).toBeUndefined();
    it.now = new Date('2026-01-01T01:00:00Z');
    it.visits[0]!.leave('the session has ended');
    await settled();
    expect(it.menu.idleSince).toEqual(it.now);
  });

  it('writes nothing where nothing has changed', async () => {
    const it = new MenuUnderTest();
    await settled();
    it.news();
    await it.menu.refresh();
    await it.type('\x00', 'k');
    expect(it.news()).toBe('');
    await it.type('r');
    expect(it.news()).toContain('1-10 of 25');
  });
});

describe('a menu on a terminal that only prints', () => {
  it('prints the list once for each change, and the line that is typed', async () => {
    const it = new MenuUnderTest('dumb');
    await settled();
    expect(it.news()).toMatch(/^NUM [^]*web-10 [^]*1-10 of 25 [^\n]*\n> $/);
    await it.menu.refresh();
    expect(it.news()).toBe('');
    await it.type('/wex');
    await it.type('\x7f');
    await it.type('b-2');
    expect(it.news()).toBe('/wex\b \bb-2');
    await it.type('\r');
    expect(it.news()).toMatch(/^\nNUM [^]*1-7 of 7 with "web-2"[^\n]*\n> $/);
    await it.type('9\r');
    expect(it.news()).toBe('9\nThere is no number 9 in the list.\n> ');
    await it.type('9\r');
    expect(it.news()).toBe('9\nThere is no number 9 in the list.\n> ');
    await it.type('r\r');
    expect(it.news()).toMatch(/^r\nNUM [^]*> $/);
    await it.type('数', '\x7f');
    expect(it.news()).toBe('数\b \b\b \b');
  });

  it('prints a change below what is being typed, and that again', async () => {
    const it = new MenuUnderTest('dumb');
    await it.type('1');
    it.news();
    it.hosts = it.hosts.slice(0, 3);
    await it.menu.refresh();
    expect(it.news()).toMatch(/^\nNUM [^]*1-3 of 3 [^\n]*\n> 1$/);
  });

  it('moves no cursor and changes no mode, whatever happens', async () => {
    const it = new MenuUnderTest('dumb');
    await it.type('h\r', '1\r');
    it.visits[0]!.leave('the session has ended');
    await it.type('q\r');
    it.menu.close('enough');
    expect(it.written).not.toContain('\x1b');
  });
});
