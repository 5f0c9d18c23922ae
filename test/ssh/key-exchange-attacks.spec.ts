import { randomBytes } from 'node:crypto';
import type { AddressInfo, Socket } from 'node:net';
import ssh2, { type Connection } from 'ssh2';
import { Redacted } from '../../src/common/redacted.ts';
import { offer } from '../../src/ssh/algorithms.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { Leg } from '../../src/ssh/leg.ts';
import { encode } from '../../src/ssh/messages.ts';
import { type Protocol, protocolOf } from '../../src/ssh/ssh2-internals.ts';
import { dialTarget } from '../../src/ssh/target-dialler.ts';
import { uint32, wireString } from '../../src/ssh/wire.ts';
import { eventually } from '../support/eventually.ts';
import { ListenerUnderTest, makeKeys, type TestKeys } from '../support/listener-under-test.ts';

const messages = { ignore: 2, kexInit: 20, newKeys: 21, ecdhInit: 30, ecdhReply: 31 } as const;

/** A packet as it looks before keys are exchanged. */
function packet(payload: Buffer): Buffer {
  const padding = 8 - ((5 + payload.length) % 8) + 8;
  return Buffer.concat([uint32(1 + payload.length + padding), Buffer.from([padding]), payload, Buffer.alloc(padding)]);
}

/** The numbers of the messages that came after the version line, up to the first encrypted one. */
function clearNumbers(bytes: Buffer): number[] {
  const numbers: number[] = [];
  let at = bytes.indexOf('\r\n') + 2;
  while (at > 1 && at + 6 <= bytes.length && numbers.at(-1) !== messages.newKeys) {
    numbers.push(bytes[at + 5]!);
    at += 4 + bytes.readUInt32BE(at);
  }
  return numbers;
}

function kexInit(...kex: string[]): Buffer {
  const both = (names: readonly string[]) => [names, names];
  const lists = [kex, offer.serverHostKey, ...both(offer.cipher), ...both(offer.hmac), ...both(['none']), ...both([])];
  const names = lists.map((list) => wireString(list.join(',')));
  return Buffer.concat([Buffer.from([messages.kexInit]), randomBytes(16), ...names, Buffer.alloc(5)]);
}

const point = (bytes: Buffer) => Buffer.concat([Buffer.from([messages.ecdhInit]), wireString(bytes)]);
const goodPoint = () => point(Buffer.concat([randomBytes(31), Buffer.from([1])]));
const ignore = Buffer.concat([Buffer.from([messages.ignore]), wireString('prefix')]);
const strict = 'kex-strict-c-v00@openssh.com';

describe('attacks on the key exchange of the listener', () => {
  let keys: TestKeys;
  let server: ListenerUnderTest;
  beforeAll(async () => {
    keys = await makeKeys();
  });
  beforeEach(async () => {
    server = await ListenerUnderTest.start(keys);
  });
  afterEach(() => server.stop());

  /** What comes of sending all this; `answered` when the server took part in the exchange. */
  async function outcomeOf(...packets: Buffer[]): Promise<'answered' | 'ended'> {
    const socket: Socket = server.socket();
    const received: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    socket.write(Buffer.concat([Buffer.from('SSH-2.0-x\r\n'), ...packets]));
    const isAnswered = () => clearNumbers(Buffer.concat(received)).includes(messages.ecdhReply);
    await eventually('an answer or the end', () => isAnswered() || socket.closed);
    return isAnswered() ? 'answered' : 'ended';
  }

  it('A7: a message slipped in while keys are exchanged ends a strict exchange, at any place (Terrapin)', async () => {
    const curve = 'curve25519-sha256';
    expect(await outcomeOf(packet(kexInit(curve, strict)), packet(goodPoint()))).toBe('answered');
    expect(await outcomeOf(packet(kexInit(curve)), packet(ignore), packet(goodPoint()))).toBe('answered');
    expect(await outcomeOf(packet(kexInit(curve, strict)), packet(ignore), packet(goodPoint()))).toBe('ended');
    expect(await outcomeOf(packet(ignore), packet(kexInit(curve, strict)), packet(goodPoint()))).toBe('ended');
  });

  it.each<[string, () => Buffer[]]>([
    ['a point of zeros', () => [packet(kexInit('curve25519-sha256')), packet(point(Buffer.alloc(32)))]],
    ['a short point', () => [packet(kexInit('curve25519-sha256')), packet(point(Buffer.alloc(31, 1)))]],
    ['a point beside the curve', () => [packet(kexInit('ecdh-sha2-nistp256')), packet(point(Buffer.alloc(65, 4)))]],
    ['a group element of 0', () => [packet(kexInit('diffie-hellman-group14-sha256')), packet(point(Buffer.alloc(1)))]],
    ['NEWKEYS too early', () => [packet(kexInit('curve25519-sha256')), packet(Buffer.from([messages.newKeys]))]],
    [
      'a name-list longer than its packet',
      () => [packet(Buffer.concat([kexInit('x').subarray(0, 17), uint32(2 ** 31)]))],
    ],
    ['nothing in common', () => [packet(kexInit('diffie-hellman-group1-sha1'))]],
    ['a packet of 4 GiB', () => [uint32(2 ** 32 - 1), Buffer.alloc(64)]],
    ['a packet that is all padding', () => [uint32(28), Buffer.from([255]), Buffer.alloc(27)]],
    ['an empty packet', () => [uint32(0), Buffer.alloc(64)]],
  ])('P6: %s ends the connection, and only that one', async (_name, packets) => {
    const other = await server.raw();
    expect(await outcomeOf(...packets())).toBe('ended');
    await other.logIn('alice', ListenerUnderTest.password);
  });
});

describe('key exchanges of a connection that is open', () => {
  let server: ssh2.Server;
  let connections: Connection[];
  afterEach(() => new Promise<void>((resolve) => void server.close(() => resolve())));

  /** A server that lets everybody in. */
  async function listen(onConnection: (connection: Connection) => void = () => undefined): Promise<number> {
    const { privateKey } = await generateSshKeyPair('ed25519');
    connections = [];
    server = new ssh2.Server({ hostKeys: [privateKey.reveal()] }, (connection) => {
      connection.on('error', () => undefined);
      connection.on('authentication', (context) => context.accept());
      connection.on('ready', () => connections.push(connection));
      onConnection(connection);
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  const dial = (port: number, verifyHostKey = async () => true) =>
    dialTarget({
      host: '127.0.0.1',
      port,
      credential: { userName: 'ops', password: new Redacted('whatever') },
      verifyHostKey,
      timeoutMs: 10_000,
    });

  it('T2: a server that shows another host key when keys are renewed is left, and not asked about again', async () => {
    let questions = 0;
    const leg = await dial(await listen(), async () => ++questions > 0);
    const reasons: string[] = [];
    leg.onClose((reason) => reasons.push(reason));
    await eventually('it is logged in', () => connections.length === 1);
    const other = await otherHostKeys();
    Object.assign(protocolOf(connections[0]!), { _hostKeys: other });
    leg.rekey();
    await eventually('the connection has ended', () => reasons.length === 1);
    expect(reasons[0]).toMatch(/[Hh]ost (key|denied)/);
    expect(questions).toBe(1);
  });

  it('P3: a peer that does not finish an exchange is sent away; what waits for it counts as backlog', async () => {
    const reasons: string[] = [];
    const legs: Leg[] = [];
    const port = await listen((connection) => {
      const { _sock: socket } = connection as unknown as { _sock: Socket };
      const leg = new Leg(connection, socket, { keyExchangeMs: 500 });
      leg.onPacket(() => undefined);
      leg.onClose((reason) => reasons.push(reason));
      legs.push(leg);
    });
    const client = await dial(port);
    client.pause();
    legs[0]!.rekey();
    legs[0]!.send(encode.keepalive(), Buffer.alloc(30_000));
    expect(legs[0]!.backlog()).toBeGreaterThan(30_000);
    await eventually('the connection has ended', () => reasons.length === 1);
    expect(reasons).toEqual(['the key exchange takes too long']);
    client.destroy('the test is over');
  });

  async function otherHostKeys(): Promise<unknown> {
    const { privateKey } = await generateSshKeyPair('ed25519');
    const another = new ssh2.Server({ hostKeys: [privateKey.reveal()] });
    let hostKeys: unknown;
    another.on('connection', (connection: Connection) => {
      hostKeys = (protocolOf(connection) as Protocol & { _hostKeys: unknown })._hostKeys;
      connection.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => void another.listen(0, '127.0.0.1', resolve));
    await dial((another.address() as AddressInfo).port).catch(() => undefined);
    another.close();
    return hostKeys;
  }
});
