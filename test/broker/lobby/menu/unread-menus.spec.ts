import { Menu } from '../../../../src/broker/lobby/menu/menu.ts';
import { ProgramChannel } from '../../../../src/broker/local/program-channel.ts';
import type { Terminal } from '../../../../src/broker/local/program.ts';
import type { Effect } from '../../../../src/broker/relay/effects.ts';
import type { ChannelMessage } from '../../../../src/ssh/messages.ts';
import { uint32, wireString } from '../../../../src/ssh/wire.ts';
import { accountsOn } from './accounts.ts';

const raw = Buffer.alloc(0);
const request = (name: string, data = raw): ChannelMessage => ({
  recipient: 0,
  raw,
  kind: 'request',
  name,
  wantReply: false,
  data,
});
const pty = (type: string) => Buffer.concat([wireString(type), ...[80, 24, 0, 0].map(uint32), wireString('')]);

/** A menu of changing hosts on a terminal whose client takes `window` bytes. */
function opened(type: string, window: number) {
  const effects: Effect[] = [];
  let changes = 0;
  let menu!: Menu;
  const list = async () => ({
    rows: accountsOn(20).map((row) => ({ ...row, comment: `change ${changes}` })),
    total: 20,
  });
  const shell = (terminal: Terminal) =>
    (menu = new Menu(terminal, {
      now: () => new Date(),
      list,
      visit: () => {
        throw new Error('nobody is visited');
      },
      changePassword: () => {
        throw new Error('no password is changed');
      },
      left: () => undefined,
    }));
  const channel = new ProgramChannel({ shell, noTerminal: '' }, { window, maxPacket: 32_768 }, (effect) =>
    effects.push(effect),
  );
  channel.receive(request('pty-req', pty(type)));
  channel.receive(request('shell'));
  const written = () =>
    effects.map((effect) => (effect.kind === 'data' ? Buffer.from(effect.data).toString() : '')).join('');
  return {
    written,
    change: async () => {
      changes += 1;
      await menu.refresh();
    },
    take: (amount: number) => channel.receive({ recipient: 0, raw, kind: 'window-adjust', amount }),
  };
}

describe.each(['xterm', 'dumb'])('a menu on %s whose client reads nothing', (type) => {
  it('keeps no more for it than a screen, and shows the last change when it reads again', async () => {
    const menu = opened(type, 100);
    for (let change = 0; change < 500; change++) await menu.change();
    menu.take(100_000_000);
    expect(menu.written().length).toBeLessThan(10_000);
    expect(menu.written()).toContain('change 500');
  });
});
