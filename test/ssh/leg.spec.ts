import { mock } from 'node:test';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { Redacted } from '../../src/common/redacted.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import type { Leg } from '../../src/ssh/leg.ts';
import { dialTarget } from '../../src/ssh/target-dialler.ts';
import { eventually } from '../support/eventually.ts';
import { ListenerUnderTest, makeKeys, type TestKeys } from '../support/listener-under-test.ts';
import type { RawSshClient } from '../support/raw-ssh-client.ts';
import { RawSshServer } from '../support/raw-ssh-server.ts';
import { wireString } from '../../src/ssh/wire.ts';

const { password } = ListenerUnderTest;
const message = (number: number, text: string) => Buffer.concat([Buffer.from([number]), Buffer.from(text)]);

describe('a leg', () => {
  let keys: TestKeys;
  beforeAll(async () => (keys = await makeKeys()));

  let server: ListenerUnderTest;
  let peer: RawSshClient;
  let leg: Leg;
  let closed: string[];
  afterEach(() => server.stop());

  async function connect(limits = {}): Promise<void> {
    server = await ListenerUnderTest.start(keys, { limits });
    peer = await server.raw();
    await peer.logIn('alice', password);
    ({ leg } = server.logins[0]!);
    closed = [];
    leg.onClose((reason) => closed.push(reason));
  }
  const closeIsReported = () => eventually('it is told', () => closed.length > 0);
  const texts = () =>
    peer.received.filter(([number]) => number === 81).map((payload) => payload.subarray(1).toString());

  it('carries payloads of the connection protocol both ways, in order', async () => {
    await connect();
    const got: string[] = [];
    leg.onPacket((payload) => got.push(payload.toString('latin1')));
    for (let turn = 0; turn < 100; turn++) {
      peer.send(message(90 + (turn % 11), `to us ${turn}`));
      leg.send(message(81, 'to them '), Buffer.from(String(turn)));
    }
    await eventually('all is there', () => got.length === 100 && texts().length === 100);
    expect(got).toEqual(got.map((_text, turn) => `${String.fromCharCode(90 + (turn % 11))}to us ${turn}`));
    expect(texts()).toEqual(texts().map((_text, turn) => `to them ${turn}`));
  });

  describe('a message whose number the transport does not know', () => {
    const unknown = [0, 8, 22, 49, 128, 192, 255];

    it.each(unknown)(
      '%i: is answered with UNIMPLEMENTED towards an engineer, before the login and after',
      async (number) => {
        server = await ListenerUnderTest.start(keys);
        peer = await server.raw();
        await peer.next(6);
        peer.send(message(number, 'x'));
        // New keys restart the packet count; the first packet asked for the service.
        expect((await peer.next(3)).readUInt32BE(1)).toBe(1);
        await peer.logIn('alice', password);
        peer.send(message(number, 'x'));
        await peer.next(3);
        expect(server.logins[0]!.leg.isOpen).toBe(true);
      },
    );

    it.each(unknown)('%i: is answered with UNIMPLEMENTED towards a server', async (number) => {
      server = await ListenerUnderTest.start(keys);
      const raw = await RawSshServer.start((await generateSshKeyPair('ed25519')).privateKey);
      const target = { host: '127.0.0.1', port: raw.port, verifyHostKey: async () => true, timeoutMs: 10_000 };
      leg = await dialTarget({ ...target, credential: { userName: 'root', password: new Redacted('x') } });
      const session = await raw.session();
      session.send(message(number, 'x'));
      await session.next(3);
      expect(leg.isOpen).toBe(true);
      leg.destroy('the test is over');
      await raw.stop();
    });
  });

  describe('a packet', () => {
    const sizes = { beforeTheLogin: 34_000, most: 256 * 1024 - 100 };

    it('is at most 35,000 bytes before the login, and 256 KiB after it', async () => {
      server = await ListenerUnderTest.start(keys);
      const stranger = await server.raw();
      stranger.send(2, wireString(Buffer.alloc(sizes.beforeTheLogin)));
      await stranger.next(6);
      stranger.send(2, wireString(Buffer.alloc(36_000)));
      expect((await stranger.next(1)).readUInt32BE(1)).toBe(2);
      await stranger.end();

      peer = await server.raw();
      await peer.logIn('alice', password);
      const got: number[] = [];
      ({ leg } = server.logins[0]!);
      leg.onPacket((payload) => got.push(payload.length));
      for (let turn = 0; turn < 20; turn++) peer.send(message(80, ''), Buffer.alloc(sizes.most));
      peer.rekey();
      await eventually('keys were renewed', () => peer.handshakes === 2);
      peer.send(message(80, ''), Buffer.alloc(sizes.most));
      await eventually('all is there', () => got.length === 21);
      peer.send(message(80, ''), Buffer.alloc(300_000));
      expect((await peer.next(1)).readUInt32BE(1)).toBe(2);
      await peer.end();
    });
  });

  it('keeps what arrives before anybody listens, and reads no more until then', async () => {
    await connect();
    for (let turn = 0; turn < 3000; turn++) peer.send(message(80, `${turn} ${'x'.repeat(10_000)}`));
    await eventually('the peer cannot send on', () => peer.unsent > 1_000_000);
    const got: number[] = [];
    leg.onPacket((payload) => got.push(Number.parseInt(payload.subarray(1).toString(), 10)));
    await eventually('all is there', () => got.length === 3000);
    expect(got).toEqual(got.map((_number, turn) => turn));
  });

  it('stops reading from a peer that does not read its answers, and continues when it does', async () => {
    await connect();
    const questions = { asked: 0, heard: 0 };
    leg.onPacket(() => {
      questions.heard++;
      leg.send(message(81, 'x'.repeat(1000)));
    });
    const ask = () => {
      for (let turn = 0; turn < 1000; turn++, questions.asked++) peer.send(message(80, 'y'.repeat(1000)));
    };
    peer.stopReading();
    await eventually('it reads no more', () => {
      ask();
      return leg.isPaused;
    });
    const { heard } = questions;
    ask();
    await delay(300);
    expect(questions.heard).toBe(heard);
    expect(leg.backlog()).toBeLessThan(9_000_000);
    peer.readAgain();
    await eventually('it goes on', () => questions.heard === questions.asked);
    await eventually('all is answered', () => texts().length === questions.asked);
    expect(leg.isPaused).toBe(false);
  });

  it('ignores everything after a violation, even what had come with it', async () => {
    await connect();
    const got: string[] = [];
    leg.onPacket((payload) => {
      got.push(payload.toString());
      leg.destroy('enough');
    });
    peer.together(() => {
      for (let turn = 0; turn < 10; turn++) peer.send(message(80, 'x'));
    });
    await closeIsReported();
    expect([got.length, closed]).toEqual([1, ['enough']]);
  });

  it('keeps control characters of the peer out of the reason', async () => {
    await connect();
    leg.onPacket(() => undefined);
    const text = Buffer.from('\u001b[2Jbye');
    peer.send(Buffer.concat([Buffer.from([1, 0, 0, 0, 2, 0, 0, 0, text.length]), text, Buffer.alloc(4)]));
    await closeIsReported();
    expect(closed).toEqual(['?[2Jbye']);
  });

  describe('during a key exchange', () => {
    const keyExchangeMs = 60_000;
    afterEach(() => mock.timers.reset());

    /** Lets what was sent arrive, and then the time pass. */
    async function pass(ms: number): Promise<void> {
      for (let turn = 0; turn < 50; turn++) await nextTurn();
      mock.timers.tick(ms);
    }

    it('parks what is sent, counts it, and sends it in order afterwards', async () => {
      await connect();
      leg.onPacket(() => undefined);
      peer.stallsKeyExchange = true;
      let drained = 0;
      leg.onDrain(() => drained++);
      leg.rekey();
      for (let turn = 0; turn < 100; turn++) leg.send(message(81, String(turn)), Buffer.alloc(1000));
      expect(leg.backlog()).toBeGreaterThan(100_000);
      await eventually('the peer is asked', () => peer.isAskedForKeys);
      expect(texts()).toEqual([]);
      peer.exchangeKeys();
      await eventually('all is there', () => texts().length === 100);
      expect(texts().map((text) => Number.parseInt(text, 10))).toEqual(texts().map((_text, turn) => turn));
      await eventually('the backlog is gone', () => leg.backlog() === 0);
      expect(drained).toBeGreaterThan(0);
    });

    it('ends only when what was parked has been sent', async () => {
      await connect();
      leg.onPacket(() => undefined);
      peer.stallsKeyExchange = true;
      leg.rekey();
      leg.send(message(81, 'the last words'));
      leg.end();
      await eventually('the peer is asked', () => peer.isAskedForKeys);
      expect([leg.isOpen, peer.ended]).toEqual([false, false]);
      peer.exchangeKeys();
      await peer.end();
      expect(texts()).toEqual(['the last words']);
    });

    it('waits only a limited time for a peer that stalls', async () => {
      await connect({ keyExchangeMs: 300 });
      leg.onPacket(() => undefined);
      peer.stallsKeyExchange = true;
      leg.rekey();
      await closeIsReported();
      expect(closed).toEqual(['the key exchange took too long']);
    });

    it('keeps reading while paused, so that a peer that takes part is not disconnected', async () => {
      await connect({ keyExchangeMs });
      mock.timers.enable({ apis: ['setTimeout'] });
      const got: string[] = [];
      leg.onPacket((payload) => got.push(payload.toString()));
      const before = peer.handshakes;
      leg.pause();
      leg.rekey();
      await eventually('keys are exchanged', () => peer.handshakes > before && leg.isPaused);
      peer.send(message(81, 'afterwards'));
      await pass(keyExchangeMs);
      expect([got, leg.isOpen]).toEqual([[], true]);
      leg.resume();
      await eventually('it goes on', () => got.length === 1);
    });

    it('keeps reading when it was paused a moment before the peer requested new keys', async () => {
      await connect({ keyExchangeMs });
      mock.timers.enable({ apis: ['setTimeout'] });
      leg.onPacket(() => leg.pause());
      const before = peer.handshakes;
      peer.together(() => {
        peer.send(message(81, 'that is enough'));
        peer.rekey();
      });
      await eventually('keys are exchanged', () => peer.handshakes > before);
      await pass(keyExchangeMs);
      expect(leg.isOpen).toBe(true);
    });

    it('disconnects a peer that keeps sending instead of exchanging keys', async () => {
      await connect();
      leg.onPacket(() => undefined);
      peer.stallsKeyExchange = true;
      leg.pause();
      leg.rekey();
      await eventually('the peer is asked', () => peer.isAskedForKeys);
      for (let turn = 0; turn < 1000; turn++) peer.send(message(81, 'x'.repeat(30_000)));
      await closeIsReported();
      expect(closed).toEqual(['too much data was sent during the key exchange']);
    });

    it('announces signature algorithms after the first one alone (RFC 8308, section 2.4)', async () => {
      await connect();
      leg.onPacket(() => undefined);
      await peer.next(7);
      const before = peer.handshakes;
      peer.rekey();
      await eventually('keys are exchanged', () => peer.handshakes > before);
      leg.send(message(81, 'what comes next'));
      await peer.next(81);
      expect(peer.has(7)).toBe(false);
    });

    it('re-exchanges keys whenever the peer requests it', async () => {
      await connect();
      const got: string[] = [];
      leg.onPacket((payload) => got.push(payload.toString()));
      for (let turn = 0; turn < 20; turn++) {
        const before = peer.handshakes;
        peer.rekey();
        peer.send(message(81, String(turn)));
        await eventually('keys are exchanged', () => peer.handshakes > before);
      }
      await eventually('all is there', () => got.length === 20);
      expect(leg.isOpen).toBe(true);
    });
  });

  it('towards a server keeps what comes in the same segment as the login', async () => {
    server = await ListenerUnderTest.start(keys);
    const { privateKey } = await generateSshKeyPair('ed25519');
    const target = await RawSshServer.start(privateKey);
    target.onLogin = (session) => {
      for (let turn = 0; turn < 50; turn++) session.send(message(80, String(turn)));
    };
    const credential = { userName: 'root', password: new Redacted('x') };
    const options = {
      host: '127.0.0.1',
      port: target.port,
      credential,
      verifyHostKey: async () => true,
      timeoutMs: 5000,
    };
    const dialled = await dialTarget(options);
    await nextTurn();
    const got: string[] = [];
    dialled.onPacket((payload) => got.push(payload.subarray(1).toString()));
    await eventually('all is there', () => got.length === 50);
    expect(got).toEqual(got.map((_text, turn) => String(turn)));
    dialled.destroy('the test is over');
    await target.stop();
  });
});
