import { mock } from 'node:test';
import { Outage } from '../../src/common/outage.ts';
import { defaultArrivalLimits } from '../../src/ssh/arrivals.ts';
import { WireReader, wireString } from '../../src/ssh/wire.ts';
import { ListenerUnderTest, makeKeys, type TestKeys } from '../support/listener-under-test.ts';
import type { RawSshClient } from '../support/raw-ssh-client.ts';

describe('a client that is disconnected is told why:', () => {
  let keys: TestKeys;
  beforeAll(async () => (keys = await makeKeys()));

  let server: ListenerUnderTest;
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => {
    mock.timers.reset();
    return server.stop();
  });

  const wrong = async (client: RawSshClient, times: number) => {
    for (let time = 0; time < times; time++) client.password('alice', 'wrong');
  };

  it.each<[string, number, string, Parameters<typeof ListenerUnderTest.start>[1], (client: RawSshClient) => unknown]>([
    [
      'the login took too long',
      11,
      'the login took too long',
      {},
      () => mock.timers.tick(defaultArrivalLimits.loginGraceMs),
    ],
    ['too many failures', 14, 'too many authentication failures', {}, (client) => wrong(client, 6)],
    [
      'an outage',
      7,
      'the service is not available at the moment, please try again soon',
      { authenticator: { begin: () => Promise.reject(new Outage()) } },
      (client) => wrong(client, 1),
    ],
    ['an unexpected message', 2, 'message 90 came where it is not allowed', {}, (client) => client.send(90)],
    ['another service', 7, 'this service is not available', {}, (client) => client.send(5, wireString('ssh-x'))],
    ['a malformed message', 2, 'protocol error', {}, (client) => client.send(50, wireString('alice'))],
    ['a long packet', 2, 'protocol error', {}, (client) => client.send(2, Buffer.alloc(40_000))],
    ['a service that stops', 11, 'the service is stopping', {}, () => void server.listener.close()],
  ])('%s', async (_name, code, text, change, offend) => {
    server = await ListenerUnderTest.start(keys, change);
    const client = await server.raw();
    await client.next(6);
    offend(client);
    const reader = new WireReader(await client.next(1), 1);
    expect([reader.uint32(), reader.text()]).toEqual([code, text]);
    await client.end();
  });
});
