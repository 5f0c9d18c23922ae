import { setTimeout as delay } from 'node:timers/promises';
import { Redacted } from '../../src/common/redacted.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import type { TargetError } from '../../src/ssh/target-error.ts';
import { uint32, wireString } from '../../src/ssh/wire.ts';
import { eventually } from '../support/eventually.ts';
import { type RawSession, RawSshServer } from '../support/raw-ssh-server.ts';
import { refusal } from '../support/refusal.ts';
import { runRemotely } from '../support/run-remotely.ts';

const canary = 'canary-7f3a';

describe('commands on servers that attack', () => {
  let server: RawSshServer;
  let running: Promise<TargetError>;
  let session: RawSession;

  beforeAll(async () => (server = await RawSshServer.start((await generateSshKeyPair('ed25519')).privateKey)));
  afterAll(() => server.stop());
  beforeEach(() => begin(2000));
  afterEach(() => session.close());

  async function begin(timeoutMs: number): Promise<void> {
    const credential = { userName: 'root', password: new Redacted(canary) };
    const place = { host: '127.0.0.1', port: server.port, verifyHostKey: async () => true };
    const stdin = new Redacted(Buffer.alloc(100_000, 's'));
    const command = { command: 'work', stdin, timeoutMs, maxOutputBytes: 1000 };
    running = refusal(runRemotely({ ...place, credential, timeoutMs: 2000 }, command));
    session = await server.session();
  }

  it.each([0, 1])('C1: a maximum packet size of %i: refused', async (size) => {
    await session.acceptChannel(1000, size);
    expect((await running).reason).toBe('protocol');
    await session.end();
  });

  it('C2: a data message larger than announced: refused', async () => {
    const channel = await session.acceptChannel();
    session.send(94, channel, uint32(32_769), Buffer.alloc(32_769));
    expect(await running).toMatchObject({ reason: 'protocol', message: 'a data message that is too large' });
  });

  it('gets its input within the window only', async () => {
    const channel = await session.acceptChannel(5000, 1000);
    await session.next(98);
    session.send(99, channel);
    const sizes: number[] = [];
    while (sizes.length < 5) sizes.push((await session.next(94)).length - 9);
    session.send(98, channel, wireString('keepalive@openssh.com'), 1);
    await session.next(100);
    expect([sizes, session.received.some(([number]) => number === 94)]).toEqual([
      [1000, 1000, 1000, 1000, 1000],
      false,
    ]);
    expect((await running).reason).toBe('timeout');
  });

  it.each([
    ['refuses the command', (channel: Buffer) => [100, channel], 'command'],
    ['ends it without a status', (channel: Buffer) => [97, channel], 'command'],
    ['confirms twice', (channel: Buffer) => [91, channel, uint32(1), uint32(1000), uint32(1000)], 'protocol'],
    ['speaks of another channel', () => [97, uint32(99)], 'protocol'],
    ['sends a truncated status', (channel: Buffer) => [98, channel, wireString('exit-status'), 0], 'protocol'],
  ] satisfies [string, (channel: Buffer) => (number | Buffer)[], string][])(
    '%s: the caller is told',
    async (_name, payload, reason) => {
      const channel = await session.acceptChannel();
      await session.next(98);
      session.send(...payload(channel));
      expect((await running).reason).toBe(reason);
    },
  );

  it('opens endless channels and reads no answer: it is no longer read', async () => {
    session.close();
    await begin(30_000);
    session.stopReading();
    const open = Buffer.concat([Buffer.from([90]), wireString('x'), uint32(1), uint32(1000), uint32(1000)]);
    const isStuck = async () => {
      const before = session.unsent;
      if (before > 1_000_000) await delay(2000);
      else for (let turn = 0; turn < 50_000; turn++) session.send(open);
      return before > 0 && session.unsent === before;
    };
    await eventually('the client reads no more', isStuck, 40_000);
    session.readAgain();
    session.close();
    expect((await running).reason).toBe('closed');
  });

  it('opens channels towards us: refused', async () => {
    session.send(90, wireString('forwarded-tcpip'), uint32(1), uint32(1000), uint32(1000), Buffer.alloc(30));
    expect((await session.next(92)).readUInt32BE(5)).toBe(1);
    session.close();
    expect((await running).reason).toBe('closed');
  });
});
