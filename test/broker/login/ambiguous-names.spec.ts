import { generateSshKeyPair } from '../../../src/ssh/keys.ts';
import { newRamUser } from '../../support/new-ram-user.ts';
import { describeWithSshd } from '../../support/requirements.ts';
import { account, BrokerUnderTest, engineerPassword, said, type Server } from '../broker-under-test.ts';

describeWithSshd('a login name', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  let aliceId: string;

  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01');
    aliceId = await broker.engineer('alice', [web]);
  });
  afterAll(() => broker.stop());

  async function grantOther(hostId: string, HostAccountName: string): Promise<void> {
    const other = { HostId: hostId, HostAccountName, ProtocolName: 'SSH', Password: 'Other-horse-7' };
    const { HostAccountId: hostAccountId } = await broker.bastionhost('CreateHostAccount', other);
    await broker.grant(aliceId, { hostId, hostAccountId });
  }

  const logOn = (user: string) => broker.client.ssh(broker.login(user, { password: engineerPassword }), 'id -un');

  it('without an account leads to the only one there that the user may use, and else is refused with those that it can mean', async () => {
    expect((await logOn('alice@web-01')).stdout.toString()).toBe(`${account}\n`);
    const hidden = { HostId: web.hostId, HostAccountName: 'hidden', ProtocolName: 'SSH', Password: 'Other-horse-7' };
    await broker.bastionhost('CreateHostAccount', hidden);
    expect((await logOn('alice@web-01')).stdout.toString()).toBe(`${account}\n`);
    await grantOther(web.hostId, 'root');
    const run = await logOn('alice@WEB-01');
    expect(run.status).toBe(255);
    expect(said(run)).toMatch(
      /^sallyport: the name fits several accounts .*: ops@web-01, root@web-01 \(request [\dA-F-]+\)\n$/,
    );
    expect((await logOn('alice@ops@web-01')).stdout.toString()).toBe(`${account}\n`);
  });

  it('is told with the id of the host where another host has the name', async () => {
    const twin = await broker.localHost('WEB-01', web.sshd.port);
    await grantOther(twin, account);
    const run = await logOn(`alice@${account}@Web-01`);
    expect(said(run)).toContain(`: ${account}@${web.hostId} (web-01), ${account}@${twin} (WEB-01) (request`);
    expect((await logOn(`alice@${account}@${web.hostId}`)).stdout.toString()).toBe(`${account}\n`);
  });

  it('is of the longest user that exists: also of one whose name has an @', async () => {
    const { publicKey, privateKey } = await generateSshKeyPair('ed25519');
    const SourceUserId = await newRamUser(broker.app, 'alice');
    const corporate = { UserName: 'alice@corp.example', Source: 'Ram', SourceUserId };
    expect(said(await logOn('alice@corp.example@web-01'))).toContain('or you may not use it');
    const { UserId } = await broker.bastionhost('CreateUser', corporate);
    const key = { UserId, PublicKeyName: 'laptop', PublicKey: Buffer.from(publicKey).toString('base64') };
    await broker.bastionhost('CreateUserPublicKey', key);
    await broker.grant(UserId, web);
    expect(said(await logOn('alice@corp.example@web-01'))).toContain('Permission denied');
    for (const target of ['web-01', `${account}@web-01`]) {
      const login = broker.login(`alice@corp.example@${target}`, { privateKey });
      expect((await broker.client.ssh(login, 'id -un')).stdout.toString()).toBe(`${account}\n`);
    }
  });
});
