import { createDiffieHellmanGroup, randomBytes } from 'node:crypto';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import ssh2, { type Connection } from 'ssh2';
import { Redacted } from '../../src/common/redacted.ts';
import { engineerAlgorithms } from '../../src/ssh/algorithms.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { Leg } from '../../src/ssh/leg.ts';
import { encode } from '../../src/ssh/messages.ts';
import { type Protocol, protocolOf } from '../../src/ssh/ssh2-internals.ts';
import { dialTarget } from '../../src/ssh/target-dialler.ts';
import { uint32, WireReader, wireString } from '../../src/ssh/wire.ts';
import { eventually } from '../support/eventually.ts';
import { ListenerUnderTest, makeKeys, type TestKeys } from '../support/listener-under-test.ts';
import { refusal } from '../support/refusal.ts';

const messages = {
  disconnect: 1,
  ignore: 2,
  extensionInfo: 7,
  kexInit: 20,
  newKeys: 21,
  ecdhInit: 30,
  ecdhReply: 31,
} as const;

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

/** Code and text of the DISCONNECT that came unencrypted. */
function disconnectIn(bytes: Buffer): [number, string] | undefined {
  let at = bytes.indexOf('\r\n') + 2;
  while (at + 6 <= bytes.length && bytes[at + 5] !== messages.disconnect) at += 4 + bytes.readUInt32BE(at);
  if (at + 6 > bytes.length) return undefined;
  const reader = new WireReader(bytes, at + 6);
  return [reader.uint32(), reader.text()];
}

function guessing(init: Buffer): Buffer {
  init[init.length - 5] = 1;
  return init;
}

function kexInit(...kex: string[]): Buffer {
  const both = (names: readonly string[]) => [names, names];
  const lists = [
    kex,
    engineerAlgorithms.serverHostKey,
    ...both(engineerAlgorithms.cipher),
    ...both(engineerAlgorithms.hmac),
    ...both(['none']),
    ...both([]),
  ];
  const names = lists.map((list) => wireString(list.join(',')));
  return Buffer.concat([Buffer.from([messages.kexInit]), randomBytes(16), ...names, Buffer.alloc(5)]);
}

const point = (bytes: Buffer) => Buffer.concat([Buffer.from([messages.ecdhInit]), wireString(bytes)]);
const goodPoint = () => point(Buffer.concat([randomBytes(31), Buffer.from([1])]));
const ignore = Buffer.concat([Buffer.from([messages.ignore]), wireString('prefix')]);
const extensionInfo = Buffer.concat([Buffer.from([messages.extensionInfo]), uint32(0)]);
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

  let received: Buffer[];
  /** The outcome of sending these packets; `answered` when the server took part in the exchange. */
  async function outcomeOf(...packets: Buffer[]): Promise<'answered' | 'ended'> {
    received = [];
    const socket: Socket = server.socket();
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    socket.write(Buffer.concat([Buffer.from('SSH-2.0-x\r\n'), ...packets]));
    const isAnswered = () => clearNumbers(Buffer.concat(received)).includes(messages.ecdhReply);
    await eventually('an answer or the end', () => isAnswered() || socket.closed);
    return isAnswered() ? 'answered' : 'ended';
  }

  it('A7: a message inserted into a key exchange ends a strict exchange, at any place (Terrapin)', async () => {
    const curve = 'curve25519-sha256';
    expect(await outcomeOf(packet(kexInit(curve, strict)), packet(goodPoint()))).toBe('answered');
    expect(await outcomeOf(packet(kexInit(curve)), packet(ignore), packet(goodPoint()))).toBe('answered');
    for (const inserted of [ignore, extensionInfo]) {
      expect(await outcomeOf(packet(kexInit(curve, strict)), packet(inserted), packet(goodPoint()))).toBe('ended');
      expect(await outcomeOf(packet(inserted), packet(kexInit(curve, strict)), packet(goodPoint()))).toBe('ended');
    }
  });

  it.each<[string, () => Buffer[]]>([
    ['a point of zeros', () => [packet(kexInit('curve25519-sha256')), packet(point(Buffer.alloc(32)))]],
    ['a short point', () => [packet(kexInit('curve25519-sha256')), packet(point(Buffer.alloc(31, 1)))]],
    ['a point off the curve', () => [packet(kexInit('ecdh-sha2-nistp256')), packet(point(Buffer.alloc(65, 4)))]],
    ['NEWKEYS too early', () => [packet(kexInit('curve25519-sha256')), packet(Buffer.from([messages.newKeys]))]],
    [
      'a name-list longer than its packet',
      () => [packet(Buffer.concat([kexInit('x').subarray(0, 17), uint32(2 ** 31)]))],
    ],
    ['nothing in common', () => [packet(kexInit('diffie-hellman-group1-sha1'))]],
    ['a packet of 4 GiB', () => [uint32(2 ** 32 - 1), Buffer.alloc(64)]],
    ['a packet that is all padding', () => [uint32(28), Buffer.from([255]), Buffer.alloc(27)]],
    ['an empty packet', () => [uint32(0), Buffer.alloc(64)]],
    ['a message that never belongs there', () => [packet(kexInit('curve25519-sha256')), packet(Buffer.from([60]))]],
  ])('P6: %s ends the connection, and only that one', async (_name, packets) => {
    const other = await server.raw();
    expect(await outcomeOf(...packets())).toBe('ended');
    await other.logIn('alice', ListenerUnderTest.password);
    expect(disconnectIn(Buffer.concat(received))?.[1]).not.toBe('');
  });

  const prime = createDiffieHellmanGroup('modp14').getPrime();
  const changed = (by: number) => {
    const bytes = Buffer.concat([Buffer.from([0]), prime]);
    bytes[bytes.length - 1]! += by;
    return bytes;
  };
  it.each([
    ['0', Buffer.alloc(0)],
    ['0 in another form', Buffer.alloc(1)],
    ['1', Buffer.from([1])],
    ['p - 1', changed(-1)],
    ['p', changed(0)],
    ['more than p', Buffer.alloc(300, 0x7f)],
    ['a negative number', Buffer.alloc(256, 0x80)],
  ])('P6: %s is not a Diffie-Hellman value, and the client is told', async (_name, value) => {
    expect(await outcomeOf(packet(kexInit('diffie-hellman-group14-sha256')), packet(point(value)))).toBe('ended');
    expect(disconnectIn(Buffer.concat(received))).toEqual([3, 'a Diffie-Hellman value is out of range']);
  });

  it.each([
    ['a point off the curve', 'ecdh-sha2-nistp256', Buffer.alloc(65, 4), 'the key exchange failed'],
    ['a point of zeros', 'curve25519-sha256', Buffer.alloc(32), 'the key exchange failed'],
    [
      'nothing in common',
      'diffie-hellman-group1-sha1',
      Buffer.alloc(32),
      `no key exchange in common; here: ${engineerAlgorithms.kex.join(',')}; there: diffie-hellman-group1-sha1`,
    ],
  ])('P6: of %s the client is told', async (_name, kex, value, text) => {
    expect(await outcomeOf(packet(kexInit(kex)), packet(point(value)))).toBe('ended');
    expect(disconnectIn(Buffer.concat(received))).toEqual([3, text]);
  });

  it('accepts a packet sent on a right guess, and skips one of a wrong guess', async () => {
    const [curve, other] = ['curve25519-sha256', 'ecdh-sha2-nistp256'];
    expect(await outcomeOf(packet(guessing(kexInit(curve))), packet(goodPoint()))).toBe('answered');
    expect(await outcomeOf(packet(guessing(kexInit(curve, other))), packet(goodPoint()))).toBe('answered');
    const wrong = packet(point(Buffer.alloc(65, 4)));
    expect(
      await outcomeOf(packet(guessing(kexInit('sntrup761x25519-sha512', curve))), wrong, packet(goodPoint())),
    ).toBe('answered');
  });
});

describe('attacks by a server on the key exchange', () => {
  const hostKey = wireString(Buffer.concat([wireString('ssh-ed25519'), wireString(Buffer.alloc(32, 1))]));
  const signature = wireString(Buffer.concat([wireString('ssh-ed25519'), wireString(Buffer.alloc(64, 1))]));
  const prime = Buffer.concat([Buffer.alloc(1), createDiffieHellmanGroup('modp14').getPrime()]);
  const reply = (number: number, value: Buffer) =>
    packet(Buffer.concat([Buffer.from([number]), hostKey, wireString(value), signature]));
  const group = (p: Buffer, g: Buffer) => packet(Buffer.concat([Buffer.from([31]), wireString(p), wireString(g)]));
  const short = Buffer.concat([Buffer.alloc(1), createDiffieHellmanGroup('modp5').getPrime()]);
  const even = Buffer.concat([prime.subarray(0, -1), Buffer.from([0xfe])]);
  const exchange = 'diffie-hellman-group-exchange-sha256';
  const group14 = 'diffie-hellman-group14-sha256';

  it.each([
    ['1 for f', group14, [reply(31, Buffer.from([1]))]],
    ['p for f', group14, [reply(31, prime)]],
    ['p for f in a group of its own', exchange, [group(prime, Buffer.from([2])), reply(33, prime)]],
    ['a group of 1,536 bits', exchange, [group(short, Buffer.from([2]))]],
    ['a group of 16,384 bits', exchange, [group(Buffer.alloc(2049, 1), Buffer.from([2]))]],
    ['a group that is even', exchange, [group(even, Buffer.from([2]))]],
    ['a generator of 1', exchange, [group(prime, Buffer.from([1]))]],
    ['a generator of a hundred bytes', exchange, [group(prime, Buffer.alloc(100, 1))]],
  ])('%s: it is disconnected with the reason', async (_name, kex, packets) => {
    const received: Buffer[] = [];
    const server = createServer((socket) => {
      socket.on('data', (chunk: Buffer) => received.push(chunk)).on('error', () => undefined);
      socket.write(Buffer.concat([Buffer.from('SSH-2.0-x\r\n'), packet(kexInit(kex)), ...packets]));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const target = { host: '127.0.0.1', port, verifyHostKey: async () => true, timeoutMs: 10_000 };
    const { message } = await refusal(dialTarget({ ...target, credential: { userName: 'ops' } }));
    expect(message).toBe(`127.0.0.1:${port}: a Diffie-Hellman value is out of range`);
    server.close();
  });
});

describe('key re-exchanges', () => {
  let server: ssh2.Server;
  let connections: Connection[];
  afterEach(() => new Promise<void>((resolve) => void server.close(() => resolve())));

  /** A server that lets everyone in. */
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

  it('T2: a server that shows another host key at a re-exchange is disconnected, and not verified again', async () => {
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

  it('P3: a peer that does not finish an exchange is disconnected; what waits for it counts as backlog', async () => {
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
    expect(reasons).toEqual(['the key exchange took too long']);
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
