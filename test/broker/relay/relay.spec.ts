import { setTimeout as delay } from 'node:timers/promises';
import { Redacted } from '../../../src/common/redacted.ts';
import { AccessGate } from '../../../src/broker/session/access-gate.ts';
import { generateSshKeyPair } from '../../../src/ssh/keys.ts';
import { dialTarget } from '../../../src/ssh/target-dialler.ts';
import { uint32, wireString } from '../../../src/ssh/wire.ts';
import { eventually } from '../../support/eventually.ts';
import { RawSshClient } from '../../support/raw-ssh-client.ts';
import { type RawSession, RawSshServer } from '../../support/raw-ssh-server.ts';
import { password, RelayUnderTest, type RelaySettings } from '../../support/relay-under-test.ts';

const megabyte = 1024 * 1024;

describe('the relay', () => {
  let server: RawSshServer;
  beforeAll(async () => (server = await RawSshServer.start((await generateSshKeyPair('ed25519')).privateKey)));
  afterAll(() => server.stop());

  let broker: RelayUnderTest;
  let engineer: RawSshClient;
  let session: RawSession | undefined;
  afterEach(async () => {
    engineer.close();
    session?.close();
    session = undefined;
    await broker.stop();
  });

  const target = () => {
    const credential = { userName: 'root', password: new Redacted('x') };
    return { host: '127.0.0.1', port: server.port, credential, verifyHostKey: async () => true, timeoutMs: 5000 };
  };
  async function logIn(settings: RelaySettings = {}): Promise<void> {
    broker = await RelayUnderTest.start(settings);
    engineer = await RawSshClient.connect({ port: broker.port });
    engineer.requestService();
    await engineer.logIn('alice', password.reveal());
  }
  async function open(window = megabyte): Promise<Buffer> {
    engineer.send(90, wireString('session'), uint32(5), uint32(window), uint32(32_768));
    return (await engineer.next(91)).subarray(5, 9);
  }
  const request = (channel: Buffer, name: string, ...data: Buffer[]) =>
    engineer.send(98, channel, wireString(name), 1, ...data);
  const ended = () => eventually('the session has ended', () => broker.ends.length === 1);

  it('notices an engineer whose connection died silently', async () => {
    await logIn({ target: target(), keepalive: { intervalMs: 200, mostUnanswered: 2 } });
    const alive = setInterval(() => engineer.send(82), 20);
    session = await server.session();
    const timer = setInterval(() => session?.send(82), 20);
    clearInterval(alive);
    await ended();
    clearInterval(timer);
    expect(broker.ends[0]).toEqual({ by: 'user', reason: 'no reply to keepalive requests' });
    expect(engineer.received.some((payload) => payload.includes('keepalive@openssh.com'))).toBe(true);
    await session.end();
  });

  it('keeps a silent engineer whose client answers', async () => {
    await logIn({ keepalive: { intervalMs: 100, mostUnanswered: 3 } });
    let asked = 0;
    await eventually('it has asked often', () => {
      const questions = engineer.received.splice(0).filter(([number]) => number === 80);
      for (const _question of questions) engineer.send(82);
      asked += questions.length;
      return asked > 10;
    });
    expect([engineer.ended, broker.ends]).toEqual([false, []]);
  });

  it('disconnects an engineer who refers to a channel that the server has not opened yet', async () => {
    await logIn({ target: target() });
    session = await server.session();
    engineer.send(90, wireString('session'), uint32(5), uint32(megabyte), uint32(32_768));
    const sender = (await session.next(90)).subarray(12, 16);
    engineer.send(97, uint32(0));
    expect((await engineer.next(1)).toString()).toContain('a message for a channel that is not open yet');
    session.send(91, sender, uint32(7), uint32(1000), uint32(32_768));
    await session.end();
    expect(engineer.has(91)).toBe(false);
  });

  it('refuses channels that come after the refusal, and ends the connection of a client that stays', async () => {
    await logIn();
    broker.relays[0]!.refuse('not today');
    const channel = await open();
    request(channel, 'shell');
    await engineer.next(99);
    expect((await engineer.next(95)).toString()).toContain('not today');
    expect((await engineer.next(98)).subarray(-4).readUInt32BE()).toBe(255);
    await engineer.next(97);
    engineer.send(97, channel);
    expect((await engineer.next(1)).toString()).toContain('not today');
    await ended();
    expect(broker.ends[0]!.by).toBe('user');
  });

  it('asks before each further channel, which waits for the answer while others continue, and shows the reason', async () => {
    const answers: ((denial?: string) => void)[] = [];
    const ask = () => new Promise<string | undefined>((resolve) => answers.push(resolve));
    await logIn({ target: target(), gate: new AccessGate(() => true, ask, ask) });
    session = await server.session();
    await eventually('the server is there', () => broker.legs[0]?.target !== undefined);
    const isAsked = () => session!.received.some(([kind]) => kind === 90);
    const openNext = (sender: number) =>
      engineer.send(90, wireString('session'), uint32(sender), uint32(megabyte), uint32(32_768));
    openNext(1);
    openNext(2);
    await eventually('it is asked twice', () => answers.length === 2);
    expect([engineer.has(91), isAsked()]).toEqual([false, false]);
    answers[1]!();
    await session.acceptChannel();
    expect((await engineer.next(91)).readUInt32BE(1)).toBe(2);
    answers[0]!('not any more');
    const denied = await engineer.next(91);
    expect(denied.readUInt32BE(1)).toBe(1);
    request(denied.subarray(5, 9), 'shell');
    expect((await engineer.next(95)).toString()).toContain('not any more');
    expect((await engineer.next(98)).subarray(-4).readUInt32BE()).toBe(255);
    expect([isAsked(), broker.ends]).toEqual([false, []]);
  });

  it('that is ended disconnects a client without channels immediately', async () => {
    await logIn({ linger: { afterLastMs: 600_000, atMostMs: 600_000 } });
    broker.relays[0]!.end('not any more');
    expect((await engineer.next(1)).toString()).toContain('not any more');
  });

  it('tells a client without channels soon that there is no server, and still serves a channel opened just then', async () => {
    await logIn({ linger: { afterLastMs: 300, atMostMs: 30_000 } });
    broker.relays[0]!.refuse('not today');
    expect((await engineer.next(1)).toString()).toContain('not today');
    await broker.stop();

    await logIn({ linger: { afterLastMs: 300, atMostMs: 30_000 } });
    broker.relays[0]!.refuse('not today');
    const channel = await open();
    await delay(600);
    request(channel, 'shell');
    expect((await engineer.next(95)).toString()).toContain('not today');
  });

  it('needs no server once the engineer has left or was refused', async () => {
    await logIn();
    const late = await dialTarget(target());
    session = await server.session();
    broker.relays[0]!.refuse('not today');
    broker.relays[0]!.attachTarget(late);
    await session.end();
    expect(late.isOpen).toBe(false);
  });

  it('ends the connection with the server when the engineer leaves', async () => {
    await logIn({ target: target() });
    session = await server.session();
    engineer.close();
    await session.end();
    await ended();
    expect(broker.ends[0]!.by).toBe('user');
  });

  describe('when the server is lost', () => {
    let channel: Buffer;
    const taken = () =>
      engineer.received.filter(([kind]) => kind === 94).reduce((sum, payload) => sum + payload.length - 9, 0);

    /** The server has sent a megabyte. The engineer's client has a window for a tenth of it. */
    beforeEach(async () => {
      await logIn({ target: target(), linger: { afterLastMs: 100, atMostMs: 800 } });
      session = await server.session();
      engineer.send(90, wireString('session'), uint32(5), uint32(100_000), uint32(32_768));
      const number = await session.acceptChannel();
      channel = (await engineer.next(91)).subarray(5, 9);
      request(channel, 'exec', wireString('work'));
      await session.next(98);
      session.send(99, number);
      for (let sent = 0; sent < 1_000_000; sent += 20_000)
        session.send(94, number, uint32(20_000), Buffer.alloc(20_000));
      session.send(80, wireString('done'), 1);
      await session.next(82);
      session.close();
    });

    it('an engineer who reads slowly gets everything it sent', async () => {
      while (taken() < 1_000_000) {
        const before = taken();
        engineer.send(93, channel, uint32(50_000));
        await eventually('more comes', () => taken() > before);
        await delay(150);
      }
      engineer.send(93, channel, uint32(50_000));
      expect((await engineer.next(95)).toString()).toContain('the connection to the server was lost');
      expect((await engineer.next(98)).subarray(-4).readUInt32BE()).toBe(255);
      await engineer.next(97);
    });

    it('an engineer who stops reading is disconnected', async () => {
      expect((await engineer.next(1)).toString()).toContain('the connection to the server was lost');
      expect(taken()).toBe(100_000);
    });
  });

  it('reads from the engineer again when a server is gone that owed us a key exchange', async () => {
    await logIn({ target: target(), linger: { afterLastMs: 10, atMostMs: 3_600_000 } });
    session = await server.session();
    engineer.send(90, wireString('session'), uint32(5), uint32(megabyte), uint32(32_768));
    await session.acceptChannel(2 ** 31);
    const confirmation = await engineer.next(91);
    const channel = confirmation.subarray(5, 9);
    await eventually('the server is connected', () => broker.legs[0]!.target !== undefined);
    const leg = broker.legs[0]!.target!;
    session.stopReading();
    leg.rekey();
    let granted = confirmation.readUInt32BE(9);
    await eventually('no more is read from the engineer', () => {
      for (const payload of engineer.received.splice(0)) if (payload[0] === 93) granted += payload.readUInt32BE(5);
      for (; granted >= 32_768; granted -= 32_768) engineer.send(94, channel, uint32(32_768), Buffer.alloc(32_768));
      return broker.legs[0]!.user.isPaused;
    });
    session.sever();
    await engineer.next(97);
    engineer.send(97, channel);
    await ended();
  });

  it('pauses a server that floods an engineer who stalls a key exchange, and continues afterwards', async () => {
    await logIn({ target: target() });
    session = await server.session();
    engineer.send(90, wireString('session'), uint32(5), uint32(2 ** 31), uint32(32_768));
    const number = await session.acceptChannel();
    const channel = (await engineer.next(91)).subarray(5, 9);
    request(channel, 'exec', wireString('flood'));
    await session.next(98);
    session.send(99, number);
    await engineer.next(99);
    const { user } = broker.legs[0]!;
    engineer.stallsKeyExchange = true;
    user.rekey();
    let granted = 2 * megabyte;
    let sent = 0;
    const flood = () => {
      for (const payload of session!.received.splice(0)) if (payload[0] === 93) granted += payload.readUInt32BE(5);
      for (; granted >= 32_768; granted -= 32_768, sent += 32_768)
        session!.send(94, number, uint32(32_768), Buffer.alloc(32_768));
    };
    await eventually('the server can send no more', () => {
      flood();
      return user.backlog() > 4 * megabyte;
    });
    const before = sent;
    const sizes: number[] = [];
    await eventually('it has been looked at often', () => {
      flood();
      return sizes.push(user.backlog()) > 20;
    });
    expect(Math.max(...sizes)).toBeLessThan(8 * megabyte);
    engineer.exchangeKeys();
    await eventually('all has arrived', () => {
      flood();
      const received = engineer.received.filter(([kind]) => kind === 94).length * 32_768;
      return sent > before + 4 * megabyte && received > before;
    });
    expect(engineer.ended).toBe(false);
  });
});
