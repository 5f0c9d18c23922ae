import { once } from 'node:events';
import { eventually } from '../../support/eventually.ts';
import { describeWithSshd } from '../../support/requirements.ts';
import { account, BrokerUnderTest, type Server } from '../broker-under-test.ts';
import { throughBastion } from './jump-client.ts';

describeWithSshd('ssh -J through the bastion', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01');
    await broker.engineer('alice', [web]);
  });
  afterAll(() => broker.stop());

  const ssh = (destination: string, command: string, options: readonly string[] = []) =>
    broker.client.ssh(throughBastion(broker, options), command, { destination });

  it('logs in to the account that is named, without a password of it', async () => {
    const run = await ssh('web-01', 'whoami; cat', ['LogLevel ERROR']);
    expect([run.stderr, run.stdout.toString(), run.status]).toEqual(['', `${account}\n`, 0]);
  });

  it('is a session like any other: a row, and a row of the trail', async () => {
    await ssh('web-01', 'true');
    const last = async () => (await broker.sessions()).at(-1)!;
    await eventually('the row is closed', async () => (await last())['state'] !== 'active');
    expect(await last()).toMatchObject({ host_account_id: web.hostAccountId, user_name: 'alice', state: 'closed' });
    expect((await broker.audited('Connect')).at(-1)).toMatchObject({ result: 'OK' });
  });

  it.each(['db-01', '127.0.0.1:1', 'localhost'])('refuses %s with the reason', async (host) => {
    const run = await ssh(host, 'true');
    expect(run.stderr).toContain('sallyport: the host or the account does not exist, or you may not use it');
    expect(run.status).toBe(255);
  });

  it('goes on while the service stops, like any other session', async () => {
    const own = await BrokerUnderTest.start({ settings: { SALLYPORT_DRAIN_SECONDS: '60' } });
    const server = await own.server('web-02');
    await own.engineer('alice', [server]);
    const ssh = await own.client.start(throughBastion(own), ['web-02', 'echo there; cat'], ['pipe', 'pipe', 'ignore']);
    let shown = '';
    ssh.stdout!.setEncoding('utf8').on('data', (text: string) => (shown += text));
    await eventually('it runs', () => shown === 'there\n');
    const stopped = own.app.stop();
    await eventually('nobody is let in any more', async () => (await own.client.ssh(own.on(server))).status === 255);
    ssh.stdin!.end('done\n');
    await once(ssh, 'close');
    expect({ shown, status: ssh.exitCode }).toEqual({ shown: 'there\ndone\n', status: 0 });
    await stopped;
    await own.stopServers();
  });
});
