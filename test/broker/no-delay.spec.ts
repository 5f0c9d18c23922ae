import { NoDelayWatch } from '../support/no-delay-watch.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { BrokerUnderTest } from './broker-under-test.ts';

describeWithSshd('the legs of a session', () => {
  let broker: BrokerUnderTest;
  let watch: NoDelayWatch;

  beforeAll(async () => {
    watch = await NoDelayWatch.start();
    broker = await BrokerUnderTest.start();
  });

  afterAll(async () => {
    await broker.stop();
    watch.stop();
  });

  it('finding 4: both send small packets at once (TCP_NODELAY)', async () => {
    const server = await broker.server('web-01');
    await broker.engineer('alice', [server]);
    expect([watch.sawAccepted(broker.port), watch.sawDialled(server.sshd.port)]).toEqual([false, false]);
    const run = await broker.client.ssh(broker.on(server), 'true');
    expect(run.status).toBe(0);
    expect([watch.sawAccepted(broker.port), watch.sawDialled(server.sshd.port)]).toEqual([true, true]);
  });
});
