import { Redacted } from '../../../src/common/redacted.ts';
import { type SshdInstance, startSshdInstance } from '../../../src/demo/sshd-instance.ts';
import { uint32, wireString } from '../../../src/ssh/wire.ts';
import type { TargetOptions } from '../../../src/ssh/target-login.ts';
import { eventually } from '../../support/eventually.ts';
import { RawSshClient } from '../../support/raw-ssh-client.ts';
import { password, RelayUnderTest } from '../../support/relay-under-test.ts';
import { describeWithSshd } from '../../support/requirements.ts';

const megabyte = 1024 * 1024;

describeWithSshd('an engineer who attacks the relay', () => {
  const targetPassword = new Redacted('the password of the server');
  let server: SshdInstance;
  let target: TargetOptions;

  beforeAll(async () => {
    server = await startSshdInstance({ users: [{ name: 'deploy', password: targetPassword }] });
    target = {
      host: server.address,
      port: server.port,
      credential: { userName: 'deploy', password: targetPassword },
      verifyHostKey: async () => true,
      timeoutMs: 10_000,
    };
  });
  afterAll(() => server?.stop());

  let broker: RelayUnderTest;
  const clients: RawSshClient[] = [];
  beforeEach(async () => (broker = await RelayUnderTest.start({ target })));
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await broker.stop();
  });

  async function client(): Promise<RawSshClient> {
    const made = await RawSshClient.connect({ port: broker.port });
    clients.push(made);
    made.requestService();
    await made.logIn('alice', password.reveal());
    return made;
  }
  const open = (from: RawSshClient, window = megabyte, maxPacket = 32_768, number = 3) =>
    from.send(90, wireString('session'), uint32(number), uint32(window), uint32(maxPacket));
  const request = (from: RawSshClient, channel: Buffer, name: string, ...data: Buffer[]) =>
    from.send(98, channel, wireString(name), 1, ...data);
  /** Opens a channel and starts a command; returns the channel's number at the broker. */
  async function run(from: RawSshClient, command: string, window = megabyte, maxPacket = 32_768): Promise<Buffer> {
    open(from, window, maxPacket);
    const channel = (await from.next(91)).subarray(5, 9);
    request(from, channel, 'exec', wireString(command));
    await from.next(99);
    return channel;
  }
  const data = (channel: Buffer, length: number) => [94, channel, uint32(length), Buffer.alloc(length, 'x')] as const;
  const terminal = (term: string | Buffer, columns: number, rows: number, modes: Buffer) =>
    Buffer.concat([wireString(term), uint32(columns), uint32(rows), uint32(0), uint32(0), wireString(modes)]);

  describe('finding 2 and C1: maximum packet sizes', () => {
    it.each([0, 1, 255])('of %i end the connection, and another session continues', async (size) => {
      const witness = await client();
      const channel = await run(witness, 'cat');
      const attacker = await client();
      open(attacker, 1000, size);
      expect((await attacker.next(1)).toString()).toContain(`a maximum packet size of ${size}`);
      await attacker.end();
      witness.send(...data(channel, 5));
      expect((await witness.next(94)).subarray(9).toString()).toBe('xxxxx');
    });

    it('of 4 GiB get packets of 32 KiB at most', async () => {
      const attacker = await client();
      await run(attacker, 'head -c 1000000 /dev/zero', 2 * megabyte, 0xffff_ffff);
      await attacker.next(97);
      const lengths = attacker.received.filter(([number]) => number === 94).map((payload) => payload.length - 9);
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(1_000_000);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(32_768);
    });

    it('of 256 are respected', async () => {
      const attacker = await client();
      await run(attacker, 'head -c 100000 /dev/zero', 2 * megabyte, 256);
      await attacker.next(97);
      const lengths = attacker.received.filter(([number]) => number === 94).map((payload) => payload.length - 9);
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(100_000);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(256);
    });
  });

  it('finding 3 and C2: more data than the window ends the connection, and what is kept is bounded', async () => {
    const attacker = await client();
    const channel = await run(attacker, 'sleep 60');
    for (let sent = 0; sent < 64 * megabyte && !attacker.ended; sent += 32_768) attacker.send(...data(channel, 32_768));
    expect((await attacker.next(1)).toString()).toContain('more data than the window allows');
    await attacker.end();
    await eventually('the session has ended', () => broker.ends.length === 1);
    expect(broker.ends[0]).toEqual({ by: 'violation', reason: 'more data than the window allows' });
  });

  it('C2: a data message larger than 32 KiB ends the connection', async () => {
    const attacker = await client();
    const channel = await run(attacker, 'sleep 60');
    attacker.send(...data(channel, 32_769));
    expect((await attacker.next(1)).toString()).toContain('a data message that is too large');
  });

  it('finding 3 and C3: a window of 2 GiB and no reading: the server is paused, and the backlog is bounded', async () => {
    const attacker = await client();
    await run(attacker, 'cat /dev/zero', 2 ** 31);
    attacker.stopReading();
    const { user } = broker.legs[0]!;
    await eventually('the backlog has grown', () => user.backlog() > 4 * megabyte);
    const sizes: number[] = [];
    await eventually('it has been looked at often', () => sizes.push(user.backlog()) > 20);
    expect(Math.max(...sizes)).toBeLessThan(8 * megabyte);
    attacker.readAgain();
    attacker.received.length = 0;
    await eventually('it goes on', () => attacker.received.length > 500);
  });

  it('C3: requests without reading their answers: the engineer is paused too', async () => {
    const attacker = await client();
    attacker.stopReading();
    const type = wireString('x'.repeat(64));
    const readsNoMore = () => {
      for (let turn = 0; turn < 20_000; turn++) attacker.send(90, type, uint32(1), uint32(1000), uint32(1000));
      return attacker.unsent > 8 * megabyte;
    };
    // A hundred thousand requests, which both ends encrypt and decrypt here.
    await eventually('the broker reads no more', readsNoMore, 45_000);
    expect(broker.legs[0]!.user.backlog()).toBeLessThan(9 * megabyte);
  });

  it('C4: a window beyond 4 GiB ends the connection', async () => {
    const attacker = await client();
    const channel = await run(attacker, 'sleep 60', 0xffff_ffff);
    attacker.send(93, channel, uint32(1));
    expect((await attacker.next(1)).toString()).toContain('a window beyond 4 GiB');
    await attacker.end();
  });

  describe('C5: messages for channels that do not exist', () => {
    it.each([91, 92, 93, 94, 95, 96, 97, 98, 99, 100])(
      'message %i for a channel that never existed ends the connection',
      async (number) => {
        const attacker = await client();
        attacker.send(number, uint32(42), Buffer.alloc(16));
        expect((await attacker.next(1)).toString()).toContain('protocol violation');
        await attacker.end();
      },
    );

    it('data for a closed channel ends the connection', async () => {
      const attacker = await client();
      const channel = await run(attacker, 'true');
      await attacker.next(97);
      attacker.send(97, channel);
      attacker.send(...data(channel, 1));
      expect((await attacker.next(1)).toString()).toContain('no channel');
    });

    it('a reply to a request that was never made ends the connection', async () => {
      const attacker = await client();
      const channel = await run(attacker, 'sleep 60');
      attacker.send(99, channel);
      expect((await attacker.next(1)).toString()).toContain('a reply without a request');
    });
  });

  it('C6: terminals with a thousand modes, a huge size, or a NUL or an escape in their name are refused', async () => {
    const attacker = await client();
    open(attacker);
    const channel = (await attacker.next(91)).subarray(5, 9);
    const none = Buffer.from([0]);
    const bad = [
      terminal('xterm', 80, 24, Buffer.alloc(5001, 1)),
      terminal('xterm', 2 ** 31, 24, none),
      terminal('xterm', 80, 70_000, none),
      terminal('xt\0erm', 80, 24, none),
      terminal('\u001b[2J', 80, 24, none),
      terminal('x'.repeat(65), 80, 24, none),
      Buffer.alloc(3),
    ];
    for (const one of bad) {
      request(attacker, channel, 'pty-req', one);
      await attacker.next(100);
    }
    request(attacker, channel, 'pty-req', terminal('xterm', 0, 0, none));
    await attacker.next(99);
    expect(attacker.ended).toBe(false);
  });

  it('C7: a second command in a channel, and requests after it, fail in order', async () => {
    const attacker = await client();
    const channel = await run(attacker, 'sleep 60');
    request(attacker, channel, 'exec', wireString('true'));
    await attacker.next(100);
    request(attacker, channel, 'shell');
    await attacker.next(100);
    request(attacker, channel, 'x11-req', Buffer.alloc(13));
    await attacker.next(100);
    request(attacker, channel, 'invented@example.com');
    await attacker.next(100);
    expect([attacker.ended, attacker.has(97)]).toEqual([false, false]);
  });

  it('C9: of 10,000 channels 32 open, and all of 10,000 global requests are refused', async () => {
    const attacker = await client();
    for (let number = 0; number < 10_000; number++) {
      open(attacker, 1000, 1000, number);
      attacker.send(80, wireString('tcpip-forward'), 1, wireString('0.0.0.0'), uint32(number));
    }
    const count = (number: number) => attacker.received.filter((payload) => payload[0] === number).length;
    await eventually('all is answered', () => count(91) + count(92) === 10_000 && count(82) === 10_000);
    expect([count(91), count(81)]).toEqual([32, 0]);
  });

  it('are refused every other type of channel, and forwardings to themselves', async () => {
    const attacker = await client();
    const types = [
      'direct-tcpip',
      'direct-streamlocal@openssh.com',
      'x11',
      'auth-agent@openssh.com',
      'forwarded-tcpip',
      'tun@openssh.com',
    ];
    for (const type of types) {
      attacker.send(90, wireString(type), uint32(1), uint32(1000), uint32(1000), Buffer.alloc(40));
      expect((await attacker.next(92)).readUInt32BE(5)).toBe(1);
    }
    attacker.send(80, wireString('streamlocal-forward@openssh.com'), 1, wireString('/tmp/x'));
    await attacker.next(82);
    expect(attacker.ended).toBe(false);
  });

  it('are held to the promise to open no more sessions', async () => {
    const attacker = await client();
    await run(attacker, 'sleep 60');
    attacker.send(80, wireString('no-more-sessions@openssh.com'), 0);
    open(attacker);
    expect((await attacker.next(92)).toString()).toContain('no more sessions');
  });

  it.each([
    ['an unknown number', Buffer.from([127, 0, 0, 0, 0])],
    ['a truncated message', Buffer.from([90, 0, 0, 0, 7])],
    ['a string longer than the message', Buffer.from([80, 0xff, 0xff, 0xff, 0xff, 1])],
    ['a name with a line break', Buffer.concat([Buffer.from([80]), wireString('a\nb'), Buffer.from([1])])],
  ])('%s ends the connection', async (_name, payload) => {
    const attacker = await client();
    attacker.send(payload);
    expect((await attacker.next(1)).toString()).toContain('protocol violation');
    await attacker.end();
  });

  it('C12: an engineer who leaves at any step leaves nothing behind', async () => {
    const steps: ((from: RawSshClient) => unknown)[] = [
      () => undefined,
      (from) => from.requestService(),
      (from) => from.logIn('alice', password.reveal()),
      (from) => open(from),
      (from) => request(from, uint32(0), 'pty-req', terminal('xterm', 80, 24, Buffer.from([0]))),
      (from) => request(from, uint32(0), 'exec', wireString('cat')),
      (from) => from.send(...data(uint32(0), 1000)),
      (from) => from.send(96, uint32(0)),
      (from) => from.send(97, uint32(0)),
    ];
    for (let count = 1; count <= steps.length; count++) {
      for (const waits of [true, false]) {
        const visitor = await RawSshClient.connect({ port: broker.port });
        for (const step of steps.slice(0, count)) await step(visitor);
        if (waits && count > 3) await visitor.next(91);
        visitor.close();
      }
    }
    await eventually('every session has ended', () => broker.ends.length === broker.relays.length);
    await eventually('no connection is left', () => broker.connections === 0);
    await eventually('none is left at the server', async () => {
      const left = (await server.processes()).filter(({ command }) => command.includes('deploy'));
      return left.length === 0;
    });
    expect(broker.relays.length).toBeGreaterThan(10);
  });
});
