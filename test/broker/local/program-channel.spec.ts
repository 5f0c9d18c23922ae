import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { inputWindow } from '../../../src/broker/local/channel-input.ts';
import { ProgramChannel } from '../../../src/broker/local/program-channel.ts';
import type { Program, Terminal } from '../../../src/broker/local/program.ts';
import type { Effect } from '../../../src/broker/relay/effects.ts';
import type { ChannelMessage } from '../../../src/ssh/messages.ts';
import { uint32, wireString } from '../../../src/ssh/wire.ts';

const raw = Buffer.alloc(0);
const addressed = { recipient: 0, raw };
const request = (name: string, data = raw): ChannelMessage => ({
  ...addressed,
  kind: 'request',
  name,
  wantReply: false,
  data,
});
const resize = (columns: number) => request('window-change', Buffer.concat([columns, 24, 0, 0].map(uint32)));
const pty = Buffer.concat([wireString('vt100'), ...[80, 24, 0, 0].map(uint32), wireString('')]);

/** A channel whose client takes `window` bytes, with a program that answers each key with `answer`. */
function opened(window: number, answer: string) {
  const effects: Effect[] = [];
  const typed: string[] = [];
  const told: string[] = [];
  let terminal!: Terminal;
  const start = (given: Terminal): Program => {
    terminal = given;
    return {
      input: (keys) => {
        typed.push(keys.toString());
        terminal.write(answer);
      },
      resized: () => told.push(`${terminal.size().columns} columns`),
      inputEnded: () => told.push('input ended'),
      hungUp: () => told.push('hung up'),
    };
  };
  const channel = new ProgramChannel({ shell: start, noTerminal: '' }, { window, maxPacket: 1024 }, (effect) =>
    effects.push(effect),
  );
  channel.receive(request('pty-req', pty));
  channel.receive(request('shell'));
  return {
    typed,
    told,
    exit: (status: number) => terminal.exit(status),
    lend: () => terminal.lend(),
    type: (keys: string) => channel.receive({ ...addressed, kind: 'data', stream: 0, data: Buffer.from(keys) }),
    resize: (columns: number) => channel.receive(resize(columns)),
    take: (amount: number) => channel.receive({ ...addressed, kind: 'window-adjust', amount }),
    hold: () => channel.hold(),
    release: () => channel.release(),
    receive: (kind: 'eof' | 'close') => channel.receive({ ...addressed, kind }),
    kinds: () => effects.map(({ kind }) => kind),
    written: () =>
      effects.map((effect) => (effect.kind === 'data' ? Buffer.from(effect.data).toString() : '')).join(''),
    granted: () => effects.reduce((sum, effect) => sum + (effect.kind === 'window-adjust' ? effect.amount : 0), 0),
  };
}

describe('the channel of a program', () => {
  it('keeps keys back while the client does not read what the program has written', async () => {
    const channel = opened(4, 'seen');
    for (const key of ['a', 'b', 'c']) {
      channel.type(key);
      await nextTurn();
    }
    expect(channel.typed).toEqual(['a', 'b']);
    channel.take(3);
    expect(channel.typed).toEqual(['a', 'b']);
    channel.take(5);
    expect(channel.typed).toEqual(['a', 'b', 'c']);
    expect(channel.written()).toBe('seenseenseen');
  });

  it('gives the program a few keys in each turn of the event loop, so that a flood keeps nobody waiting', async () => {
    const channel = opened(1_000_000, '');
    for (let typed = 0; typed < 1000; typed++) channel.type('k');
    expect(channel.typed).toEqual(['k']);
    await nextTurn();
    await nextTurn();
    expect(channel.typed[1]).toHaveLength(256);
    while (channel.typed.join('').length < 1000) await nextTurn();
    expect(channel.typed).toHaveLength(5);
  });

  it('tells the program of many sizes in one turn once, and not before the client reads', async () => {
    const channel = opened(1, 'xy');
    for (let columns = 80; columns < 1080; columns++) channel.resize(columns);
    expect(channel.told).toEqual(['80 columns']);
    await nextTurn();
    await nextTurn();
    expect(channel.told).toEqual(['80 columns', '1079 columns']);
    await nextTurn();
    channel.type('a');
    channel.resize(40);
    await nextTurn();
    await nextTurn();
    expect(channel.told).toHaveLength(2);
    channel.take(10);
    expect(channel.told[2]).toBe('40 columns');
  });

  it('sends nothing while it is held, and keeps keys back', async () => {
    const channel = opened(1_000_000, 'seen');
    channel.hold();
    channel.type('a');
    await nextTurn();
    channel.type('b');
    await nextTurn();
    expect(channel.typed).toEqual(['a']);
    expect(channel.written()).toBe('');
    channel.release();
    await nextTurn();
    expect(channel.typed).toEqual(['a', 'b']);
    expect(channel.written()).toBe('seenseen');
  });

  it('grants no more keys than the window while they are kept back', () => {
    const channel = opened(0, 'x');
    channel.type('a');
    channel.type('k'.repeat(inputWindow - 1));
    expect(() => channel.type('k')).toThrow('more data than the window allows');
    expect(channel.typed).toEqual(['a']);
    expect(channel.granted()).toBe(0);
  });

  it('grants as many keys as the program has read', async () => {
    const channel = opened(1_000_000, '');
    for (let typed = 0; typed < 100; typed++) {
      channel.type('k'.repeat(1000));
      while (channel.typed.join('').length < (typed + 1) * 1000) await nextTurn();
    }
    expect(channel.granted()).toBeGreaterThan(100_000 - inputWindow);
  });

  it('tells the end of the input after the keys before it', async () => {
    const channel = opened(0, 'x');
    channel.type('a');
    await nextTurn();
    channel.type('b');
    channel.receive('eof');
    expect(channel.told).toEqual([]);
    channel.take(1);
    expect(channel.typed).toEqual(['a', 'b']);
    await nextTurn();
    channel.take(1);
    expect(channel.told).toEqual(['input ended']);
    channel.take(1);
    expect(channel.told).toEqual(['input ended']);
  });

  it('ends with what was written, EOF and CLOSE, and then writes and reads nothing more', () => {
    const channel = opened(1, 'xy');
    channel.type('a');
    channel.exit(3);
    channel.exit(4);
    channel.type('b');
    channel.take(10);
    expect(channel.typed).toEqual(['a']);
    expect(channel.kinds()).toEqual(['open-confirmation', 'data', 'request', 'data', 'eof', 'close']);
    channel.receive('close');
    expect(channel.told).toEqual([]);
    expect(channel.kinds().filter((kind) => kind === 'close')).toHaveLength(1);
  });

  it('answers a CLOSE with one, and tells the program that its terminal is gone', () => {
    const channel = opened(10, 'x');
    channel.receive('close');
    expect(channel.told).toEqual(['hung up']);
    expect(channel.kinds()).toEqual(['open-confirmation', 'close']);
    channel.exit(0);
    expect(channel.kinds()).toEqual(['open-confirmation', 'close']);
  });

  it('lends a terminal that is gone to nobody', () => {
    const channel = opened(10, 'x');
    channel.receive('close');
    expect(channel.lend().destroyed).toBe(true);
    const left = opened(10, 'x');
    left.exit(0);
    expect(left.lend().destroyed).toBe(true);
  });

  it('tells the end of the input to each that the terminal is lent to', async () => {
    const channel = opened(10, 'x');
    channel.receive('eof');
    for (let time = 0; time < 2; time++) {
      const lent = channel.lend();
      await once(lent.resume(), 'end');
      await once(lent.destroy(), 'close');
    }
    expect(channel.told).toEqual(Array(3).fill('input ended'));
  });
});
