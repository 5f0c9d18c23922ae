import { Redacted } from '../../src/common/redacted.ts';
import type { Outcome } from '../../src/demo/openssh-client.ts';
import { refusal } from '../support/api-clients.ts';
import { eventually } from '../support/eventually.ts';
import { isListening } from '../support/is-listening.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { account, BrokerUnderTest, said, type Server } from './broker-under-test.ts';

describeWithSshd('two accounts of one installation', () => {
  let ours: BrokerUnderTest;
  let theirs: BrokerUnderTest;
  let our: Server;
  let their: Server;

  beforeAll(async () => {
    ours = await BrokerUnderTest.start();
    theirs = await ours.anotherAccount();
    // The names are the same on purpose: each account has its own.
    [our, their] = [await ours.server('web-01'), await theirs.server('web-01')];
    await ours.engineer('alice', [our]);
    await theirs.engineer('alice', [their]);
    await theirs.engineer('bob', [their]);
    await eventually('the new listener answers', () => isListening(theirs.port));
  });
  afterAll(async () => {
    await theirs.stopServers();
    await ours.stop();
  });

  const shellOf = (broker: BrokerUnderTest, user: string): Promise<Outcome> =>
    broker.client.ssh(broker.login(`${user}@${account}@web-01`), 'echo in');

  it('have a listener each, with the same host keys', async () => {
    expect(theirs.port).not.toBe(ours.port);
    const [one, other] = await Promise.all([shellOf(ours, 'alice'), shellOf(theirs, 'alice')]);
    expect([one, other].map(({ stdout }) => stdout.toString())).toEqual(['in\n', 'in\n']);
    const login = { port: theirs.port, user: `bob@${account}@web-01`, password: theirs.login('bob').password! };
    const run = await ours.client.ssh(login, 'echo in', { flags: ['-v'] });
    const key = (await ours.client.ssh(ours.login(`alice@${account}@web-01`), 'true', { flags: ['-v'] })).stderr;
    const shown = (text: string) => /Server host key: (.*)/.exec(text)?.[1];
    expect(shown(run.stderr)).toBe(shown(key));
  });

  it('do not know each other’s users', async () => {
    const run = await shellOf(ours, 'bob');
    expect(run.status).toBe(255);
    expect(run.stderr).toContain('Permission denied');
    const [row] = await ours.query(
      `select account_id from audit_events where action = 'Login' and result <> 'OK' and on_behalf_of like 'user/bob%'`,
    );
    expect(row).toEqual({ account_id: ours.accountId });
  });

  it('accept a password only for their own user of that name', async () => {
    const password = new Redacted('Another-horse-8');
    const user = { UserName: 'carol', Source: 'Local', Password: password.reveal() };
    const { UserId } = await theirs.bastionhost('CreateUser', user);
    await theirs.grant(UserId, their);
    await ours.engineer('carol', [our]);
    const at = (broker: BrokerUnderTest) =>
      broker.client.ssh(broker.login(`carol@${account}@web-01`, { password }), 'echo in');
    expect((await at(theirs)).stdout.toString()).toBe('in\n');
    expect((await at(ours)).status).toBe(255);
  });

  it('cannot reach each other’s hosts, however they name them', async () => {
    const run = await theirs.client.ssh(theirs.login(`bob@${account}@${our.hostId}`), 'echo in');
    expect({ status: run.status, said: said(run) }).toMatchObject({
      status: 255,
      said: expect.stringMatching(/^sallyport: /),
    });
    const unknown = await theirs.client.ssh(theirs.login(`bob@${account}@nowhere`), 'echo in');
    const withoutRequest = (text: string) => text.replace(/\(request .*/, '');
    expect(withoutRequest(said(run))).toBe(withoutRequest(said(unknown)));
  });

  it('cannot list or change anything of each other', async () => {
    const { Hosts } = await theirs.bastionhost('ListHosts');
    expect(Hosts.map(({ HostId }: { HostId: string }) => HostId)).toEqual([their.hostId]);
    const foreign = await refusal(theirs.bastionhost('GetHost', { HostId: our.hostId }));
    const unknown = await refusal(theirs.bastionhost('GetHost', { HostId: '999999' }));
    expect({ ...foreign, message: '' }).toEqual({ ...unknown, message: '' });
    const { InstanceAttribute } = await ours.bastionhost('DescribeInstanceAttribute');
    const theirInstance = { InstanceId: InstanceAttribute.InstanceId };
    expect(await refusal(theirs.bastionhost('ListUsers', theirInstance))).toMatchObject({ status: 400 });
  });

  it('keep their sessions apart', async () => {
    const rows = await ours.query('select distinct account_id, instance_id, host_id from bastion_sessions');
    const places = rows.map((row) => [row['account_id'], String(row['host_id'])]).sort();
    expect(places).toEqual(
      [
        [ours.accountId, our.hostId],
        [theirs.accountId, their.hostId],
      ].sort(),
    );
  });
});
