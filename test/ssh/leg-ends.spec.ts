import { queryObjects } from 'node:v8';
import { Leg } from '../../src/ssh/leg.ts';
import { uint32, wireString } from '../../src/ssh/wire.ts';
import { eventually } from '../support/eventually.ts';
import { ListenerUnderTest, makeKeys, type TestKeys } from '../support/listener-under-test.ts';
import type { RawOptions, RawSshClient } from '../support/raw-ssh-client.ts';

const { password } = ListenerUnderTest;
const message = (number: number, text: string) => Buffer.concat([Buffer.from([number]), Buffer.from(text)]);

describe('the end of a leg', () => {
  let keys: TestKeys;
  beforeAll(async () => (keys = await makeKeys()));

  let server: ListenerUnderTest;
  let peer: RawSshClient;
  let leg: Leg;
  let closed: string[];
  afterEach(() => server.stop());

  async function connect(options: Partial<RawOptions> = {}): Promise<void> {
    server = await ListenerUnderTest.start(keys);
    peer = await server.raw(options);
    await peer.logIn('alice', password);
    ({ leg } = server.logins[0]!);
    closed = [];
    leg.onClose((reason) => closed.push(reason));
  }
  const closeIsReported = () => eventually('it is told', () => closed.length > 0);
  const texts = () =>
    peer.received.filter(([number]) => number === 81).map((payload) => payload.subarray(1).toString());

  it('is reported once, whoever ends it', async () => {
    await connect();
    leg.onPacket(() => undefined);
    peer.close();
    await closeIsReported();
    leg.end();
    leg.destroy('again');
    const late: string[] = [];
    leg.onClose((reason) => late.push(reason));
    await eventually('who asks late is told too', () => late.length === 1);
    expect([closed.length, leg.isOpen]).toEqual([1, false]);
  });

  it('comes after what was sent', async () => {
    await connect();
    leg.onPacket(() => undefined);
    for (let turn = 0; turn < 2000; turn++) leg.send(message(81, String(turn)), Buffer.alloc(10_000));
    leg.end('goodbye');
    leg.send(message(81, 'too late'));
    expect((await peer.next(1)).toString()).toContain('goodbye');
    await closeIsReported();
    expect(texts().length).toBe(2000);
    expect(closed).toEqual(['goodbye']);
  });

  it.each([
    ['leaves', [1, uint32(11), wireString('bye'), wireString('')]],
    ['disconnects us', [1, uint32(2), wireString('no'), wireString('')]],
    ['sends a malformed request for new keys', [20, Buffer.alloc(20)]],
    ['sends a reply of authentication', [52]],
  ] satisfies [string, (number | Buffer)[]][])(
    'comes with a peer that %s, even if that keeps the connection open',
    async (_name, payload) => {
      await connect({ allowHalfOpen: true });
      leg.onPacket(() => undefined);
      peer.send(...payload);
      await closeIsReported();
      expect([leg.isOpen, server.listener.connections]).toEqual([false, 0]);
    },
  );

  it('leaves nothing behind', async () => {
    const legs = () => queryObjects(Leg, { format: 'count' });
    await connect();
    const before = legs();
    for (let round = 0; round < 20; round++) {
      const visitor = await server.raw();
      await visitor.logIn('alice', password);
      server.logins.pop()!.leg.end();
      await visitor.end();
    }
    await eventually('no connection is left', () => server.listener.connections === 1);
    server.forgetClients();
    await eventually('no leg is left', () => legs() <= before + 2);
  });
});
