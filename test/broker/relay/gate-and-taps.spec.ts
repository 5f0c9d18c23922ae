import { Redacted } from '../../../src/common/redacted.ts';
import type { Side } from '../../../src/broker/relay/effects.ts';
import type { ChannelFacts, Gate } from '../../../src/broker/relay/gate.ts';
import type { Decision } from '../../../src/broker/relay/verdict.ts';
import type { Tap } from '../../../src/broker/relay/tap.ts';
import { standardGate } from '../../../src/broker/policy/standard-gate.ts';
import { generateSshKeyPair } from '../../../src/ssh/keys.ts';
import { uint32, wireString } from '../../../src/ssh/wire.ts';
import { eventually } from '../../support/eventually.ts';
import { RawSshClient } from '../../support/raw-ssh-client.ts';
import { type RawSession, RawSshServer } from '../../support/raw-ssh-server.ts';
import { password, RelayUnderTest } from '../../support/relay-under-test.ts';

/** Records what it is shown. */
class Witness implements Tap {
  readonly seen: string[] = [];
  readonly channels = new Set<ChannelFacts>();

  data(channel: ChannelFacts, to: Side, stream: number, data: Uint8Array): void {
    this.note(channel, `${to} data ${stream} ${Buffer.from(data).toString()}`);
  }
  request(channel: ChannelFacts, to: Side, name: string, data: Uint8Array): void {
    this.note(channel, `${to} ${name} ${Buffer.from(data).toString('hex')}`);
  }
  end(channel: ChannelFacts): void {
    this.note(channel, 'end');
  }
  private note(channel: ChannelFacts, line: string): void {
    this.channels.add(channel);
    this.seen.push(line);
  }
}

describe('a relay whose gate asks for approval of commands', () => {
  let server: RawSshServer;
  let broker: RelayUnderTest;
  let engineer: RawSshClient;
  let session: RawSession;
  let witness: Witness;
  let questions: { resolve(decision: Decision): void; reject(error: Error): void }[];

  /** Asks about each command; everything else is as usual. */
  const gate: Gate = {
    open: standardGate.open,
    request(from, request, facts) {
      if (request.name !== 'exec') return standardGate.request(from, request, facts);
      const answer = () =>
        new Promise<Decision>((resolve, reject) => {
          questions.push({ resolve, reject });
        });
      return { verdict: 'ask', answer };
    },
  };

  beforeAll(async () => (server = await RawSshServer.start((await generateSshKeyPair('ed25519')).privateKey)));
  afterAll(() => server.stop());

  beforeEach(async () => {
    questions = [];
    witness = new Witness();
    const credential = { userName: 'root', password: new Redacted('x') };
    const address = { host: '127.0.0.1', port: server.port, credential };
    const target = { ...address, verifyHostKey: async () => true, timeoutMs: 5000 };
    broker = await RelayUnderTest.start({ target, gate, taps: [witness] });
    engineer = await RawSshClient.connect({ port: broker.port });
    engineer.requestService();
    await engineer.logIn('alice', password.reveal());
    session = await server.session();
  });
  afterEach(async () => {
    engineer.close();
    session.close();
    await broker.stop();
  });

  /** Opens a channel; returns the number by which the engineer must address it, and the server's. */
  async function open(sender: number): Promise<[Buffer, Buffer]> {
    engineer.send(90, wireString('session'), uint32(sender), uint32(1_000_000), uint32(32_768));
    const atServer = await session.acceptChannel();
    return [(await engineer.next(91)).subarray(5, 9), atServer];
  }
  const serverGot = (kind: number) => session.received.some(([number]) => number === kind);
  const send = (channel: Buffer, name: string, ...data: Buffer[]) =>
    engineer.send(98, channel, wireString(name), 1, ...data);
  const input = (channel: Buffer, text: string) => engineer.send(94, channel, uint32(text.length), Buffer.from(text));
  const asked = (count = 1) => eventually('it is asked', () => questions.length === count);

  it('holds what follows a command, including EOF and CLOSE, while another channel continues', async () => {
    const [held] = await open(1);
    const [other] = await open(2);
    send(held, 'exec', wireString('rm -rf /srv'));
    input(held, 'behind');
    engineer.send(96, held);
    engineer.send(97, held);
    await asked();
    send(other, 'shell');
    expect((await session.next(98)).includes('shell')).toBe(true);
    input(other, 'ahead');
    expect((await session.next(94)).subarray(9).toString()).toBe('ahead');
    expect([serverGot(96), serverGot(97)]).toEqual([false, false]);

    questions[0]!.resolve({ verdict: 'allow' });
    const exec = await session.next(98);
    expect(exec.includes('rm -rf /srv')).toBe(true);
    expect((await session.next(94)).subarray(9).toString()).toBe('behind');
    await session.next(96);
    await session.next(97);
  });

  it.each<[string, (question: (typeof questions)[number]) => void, string]>([
    ['is refused', ({ resolve }) => resolve({ verdict: 'deny', rule: 'test', text: 'bob said no' }), 'bob said no\n'],
    ['gets no answer', ({ reject }) => reject(new Error('gone')), 'sallyport: cannot check whether this is allowed\n'],
  ])(
    'shows the engineer why a command that %s ends with 126, and the server nothing of it',
    async (_, answer, text) => {
      const [channel] = await open(1);
      send(channel, 'exec', wireString('reboot'));
      input(channel, 'secret');
      await asked();
      answer(questions[0]!);
      await engineer.next(99);
      expect((await engineer.next(95)).subarray(13).toString()).toBe(text);
      expect((await engineer.next(98)).subarray(-4).readUInt32BE()).toBe(126);
      await engineer.next(97);
      await session.next(97);
      expect([serverGot(98), serverGot(94)]).toEqual([false, false]);
    },
  );

  it('accepts no answer after the session was ended', async () => {
    const [channel] = await open(1);
    send(channel, 'exec', wireString('reboot'));
    await asked();
    broker.relays[0]!.end('not any more');
    await engineer.next(97);
    questions[0]!.resolve({ verdict: 'allow' });
    await session.end();
    expect(serverGot(98)).toBe(false);
  });

  it('ends the connection of an engineer who sends more than the window after a held request', async () => {
    const [channel] = await open(1);
    send(channel, 'exec', wireString('cat'));
    await asked();
    for (let sent = 0; sent <= 3_000_000 && !engineer.ended; sent += 30_000) input(channel, 'x'.repeat(30_000));
    expect((await engineer.next(1)).toString()).toContain('more data than the window allows');
    expect(engineer.has(93)).toBe(false);
  });

  it('shows its taps what passes, in order, and the end of each channel once', async () => {
    const [channel, atServer] = await open(1);
    send(channel, 'exec', wireString('cat'));
    input(channel, 'in');
    await asked();
    expect(witness.seen).toEqual([]);
    questions[0]!.resolve({ verdict: 'allow' });
    await session.next(94);
    session.send(99, atServer);
    session.send(94, atServer, uint32(3), Buffer.from('out'));
    session.send(98, atServer, wireString('exit-status'), 0, uint32(0));
    session.send(97, atServer);
    await engineer.next(97);
    engineer.send(97, channel);
    await eventually('the channel is over', () => witness.seen.includes('end'));
    const [exec, ...rest] = witness.seen;
    expect(exec).toBe(`target exec ${wireString('cat').toString('hex')}`);
    expect(rest).toEqual(['target data 0 in', 'user data 0 out', 'user exit-status 00000000', 'end']);

    await open(2);
    engineer.close();
    await eventually('the session has ended', () => broker.ends.length === 1);
    expect([witness.seen.filter((line) => line === 'end').length, witness.channels.size]).toEqual([2, 2]);
  });
});
