import { generateSshKeyPair } from '../../../src/ssh/keys.ts';
import { uint32, wireString } from '../../../src/ssh/wire.ts';
import { Redacted } from '../../../src/common/redacted.ts';
import { eventually } from '../../support/eventually.ts';
import { RawSshClient } from '../../support/raw-ssh-client.ts';
import { RawSshServer, type RawSession } from '../../support/raw-ssh-server.ts';
import { password, RelayUnderTest } from '../../support/relay-under-test.ts';

const lost = 'sallyport: the connection to the server was lost\n';

describe('a server that attacks the relay', () => {
  let server: RawSshServer;
  let broker: RelayUnderTest;
  let engineer: RawSshClient;
  let session: RawSession;
  /** The number by which the server must address the channel, and the engineer's. */
  let channel: Buffer;
  let engineersChannel: Buffer;

  beforeAll(async () => (server = await RawSshServer.start((await generateSshKeyPair('ed25519')).privateKey)));
  afterAll(() => server.stop());

  beforeEach(async () => {
    const credential = { userName: 'root', password: new Redacted('x') };
    const target = {
      host: '127.0.0.1',
      port: server.port,
      credential,
      verifyHostKey: async () => true,
      timeoutMs: 5000,
    };
    broker = await RelayUnderTest.start({ target, keepalive: { intervalMs: 100, mostUnanswered: 20 } });
    engineer = await RawSshClient.connect({ port: broker.port });
    engineer.requestService();
    await engineer.logIn('alice', password.reveal());
    session = await server.session();
    engineer.send(90, wireString('session'), uint32(5), uint32(1_000_000), uint32(32_768));
  });
  afterEach(async () => {
    engineer.close();
    session.close();
    await broker.stop();
  });

  /** Starts a command: the channel is open at both ends. */
  async function running(): Promise<void> {
    channel = await session.acceptChannel();
    engineersChannel = (await engineer.next(91)).subarray(5, 9);
    engineer.send(98, engineersChannel, wireString('exec'), 1, wireString('work'));
    await session.next(98);
    session.send(99, channel);
    await engineer.next(99);
  }
  const data = (length: number) => [94, channel, uint32(length), Buffer.alloc(length, 'y')] as const;
  const shown = () =>
    engineer.received
      .filter(([number]) => number === 95)
      .map((payload) => payload.subarray(13).toString())
      .join('');
  /** Expects that the engineer is told and that the command ends with 255. */
  async function endsForTheEngineer(text = lost): Promise<string> {
    const status = await engineer.next(98);
    expect(status.subarray(-4).readUInt32BE()).toBe(255);
    await engineer.next(97);
    expect(shown()).toBe(text);
    return text;
  }

  it.each(['forwarded-tcpip', 'x11', 'auth-agent@openssh.com', 'forwarded-streamlocal@openssh.com', 'session'])(
    'T4: is refused a %s channel towards the engineer',
    async (type) => {
      await running();
      session.send(90, wireString(type), uint32(1), uint32(1000), uint32(1000), Buffer.alloc(30));
      expect((await session.next(92)).readUInt32BE(5)).toBe(1);
      expect([engineer.has(90), session.ended]).toEqual([false, false]);
    },
  );

  it('has its global requests withheld: none reaches the engineer, and those that want a reply are refused', async () => {
    await running();
    session.send(80, wireString('hostkeys-00@openssh.com'), 0, wireString('key'));
    session.send(80, wireString('invented@example.com'), 1);
    await session.next(82);
    session.send(...data(1));
    await engineer.next(94);
    expect(engineer.received.some((payload) => payload.includes('hostkeys'))).toBe(false);
  });

  it('can make no requests of the engineer except those about the end of the command', async () => {
    await running();
    session.send(98, channel, wireString('exec'), 1, wireString('rm -rf /'));
    await session.next(100);
    session.send(98, channel, wireString('x11-req'), 1, Buffer.alloc(13));
    await session.next(100);
    session.send(98, channel, wireString('exit-status'), 0, uint32(9));
    expect((await engineer.next(98)).subarray(-4).readUInt32BE()).toBe(9);
  });

  it('finding 3 and C2: more data than the window ends its connection, and the engineer is told', async () => {
    await running();
    for (let sent = 0; sent < 64_000_000 && !session.ended; sent += 32_768) session.send(...data(32_768));
    await session.end();
    engineer.send(93, engineersChannel, uint32(10_000_000));
    await endsForTheEngineer();
    await eventually('the session has ended', () => broker.ends.length === 1);
    expect(broker.ends[0]!.by).toBe('target');
  });

  it.each([0, 1])('C1: a maximum packet size of %i ends its connection', async (size) => {
    await session.acceptChannel(1000, size);
    await session.end();
    expect((await engineer.next(92)).toString()).toContain('connection to the server was lost');
  });

  it.each([
    ['data for no channel', () => [94, uint32(77), uint32(1), Buffer.from('x')]],
    ['a reply without a request', () => [99, channel]],
    ['a second confirmation', () => [91, channel, uint32(7), uint32(1000), uint32(1000)]],
    ['a window beyond 4 GiB', () => [93, channel, uint32(0xffff_ffff)]],
    ['garbage', () => [110, Buffer.alloc(20)]],
  ] satisfies [string, () => (number | Buffer)[]][])('%s ends its connection', async (_name, payload) => {
    await running();
    session.send(...payload());
    await session.end();
    expect(await endsForTheEngineer()).toBe(lost);
  });

  it('T5: does not answer a channel open: the engineer is told in time', async () => {
    expect((await engineer.next(92)).toString()).toContain('the server is not responding');
  });

  it('T5: is silent for too long, even to keepalive requests: the engineer is told', async () => {
    await broker.stop();
    const credential = { userName: 'root', password: new Redacted('x') };
    const target = {
      host: '127.0.0.1',
      port: server.port,
      credential,
      verifyHostKey: async () => true,
      timeoutMs: 5000,
    };
    let alive: NodeJS.Timeout | undefined;
    server.onLogin = (made) => (alive = setInterval(() => made.send(82), 20));
    broker = await RelayUnderTest.start({ target, keepalive: { intervalMs: 200, mostUnanswered: 2 } });
    engineer = await RawSshClient.connect({ port: broker.port });
    engineer.requestService();
    await engineer.logIn('alice', password.reveal());
    const timer = setInterval(() => engineer.send(82), 20);
    session = await server.session();
    engineer.send(90, wireString('session'), uint32(5), uint32(1_000_000), uint32(32_768));
    await running();
    clearInterval(alive);
    server.onLogin = () => undefined;
    await session.end();
    await endsForTheEngineer();
    clearInterval(timer);
    expect(session.received.some((payload) => payload.includes('keepalive@openssh.com'))).toBe(true);
  });

  it('half-closes: output ends, input continues, and the status arrives', async () => {
    await running();
    session.send(96, channel);
    await engineer.next(96);
    engineer.send(94, engineersChannel, uint32(3), Buffer.from('abc'));
    expect((await session.next(94)).subarray(9).toString()).toBe('abc');
    session.send(98, channel, wireString('exit-status'), 0, uint32(4));
    session.send(97, channel);
    expect((await engineer.next(98)).subarray(-4).readUInt32BE()).toBe(4);
    await engineer.next(97);
    await session.next(97);
  });

  it('disconnects after its CLOSE: its exit status is kept', async () => {
    await running();
    session.send(...data(1000));
    session.send(98, channel, wireString('exit-status'), 0, uint32(4));
    session.send(96, channel);
    session.send(97, channel);
    session.close();
    expect((await engineer.next(98)).subarray(-4).readUInt32BE()).toBe(4);
    await engineer.next(97);
    expect([shown(), engineer.has(98), engineer.has(94)]).toEqual(['', false, true]);
  });

  it('disconnects with its own text: the engineer does not see it', async () => {
    await running();
    session.send(1, uint32(2), wireString('\u001b]0;owned\u0007'), wireString(''));
    session.close();
    expect(await endsForTheEngineer()).not.toContain('owned');
  });
});
