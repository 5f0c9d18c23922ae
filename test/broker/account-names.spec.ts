import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSshKeyPair, parsePublicKey } from '../../src/ssh/keys.ts';
import type { Members } from '../support/api-clients.ts';
import { eventually } from '../support/eventually.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { BrokerUnderTest, said, type Server } from './broker-under-test.ts';

const region = 'cn-hangzhou';

/** Local accounts of a real server, with names as a domain has them. */
describeWithSshd('accounts of a domain', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  let aliceId: string;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'account-names-'));
    broker = await BrokerUnderTest.start();
    // In AllowUsers, sshd would take the part of `svc@corp.example` behind the @ for a host.
    web = await broker.server('web-01', { sshdOptions: ['AllowUsers *'] });
    aliceId = await broker.engineer('alice');
  });

  afterAll(async () => {
    await broker.stop();
    await rm(folder, { recursive: true });
  });

  async function addAccount(name: string): Promise<void> {
    await web.sshd.run(['useradd', '--badname', '--create-home', '--shell', '/bin/sh', '--password', '*', name]);
  }

  async function addSecret(SecretName: string, SecretSubType: string, value: Members): Promise<void> {
    await broker.kms('CreateSecret', {
      SecretName,
      SecretType: 'ECS',
      VersionId: 'v1',
      SecretData: JSON.stringify(value),
      ExtendedConfig: JSON.stringify({ SecretSubType, RegionId: region, InstanceId: web.instanceId }),
    });
    const Secrets = JSON.stringify([{ SecretName, SecretType: 'ECS' }]);
    await broker.bastionhost('ImportKMSSecretsForHost', { HostId: web.hostId, Secrets });
    const listed = { HostId: web.hostId, HostAccountName: value['UserName'] };
    const { HostAccounts } = await broker.bastionhost('ListHostAccounts', listed);
    await broker.grant(aliceId, { hostId: web.hostId, hostAccountId: HostAccounts[0].HostAccountId });
  }

  async function rotate(SecretName: string): Promise<void> {
    await broker.kms('RotateSecret', { SecretName, VersionId: 'v2' });
    const isCurrent = async () => (await broker.kms('GetSecretValue', { SecretName })).VersionId === 'v2';
    await eventually('the rotation has ended', isCurrent, 60_000);
  }

  it('with @ in their names log on, copy files, and have their passwords rotated', async () => {
    const UserName = 'svc@corp.example';
    await addAccount(UserName);
    await web.sshd.run(['chpasswd'], `${UserName}:Initial-1\n`);
    await addSecret('acs/ecs/svc', 'Password', { UserName, Password: 'Initial-1' });
    for (const host of ['web-01', 'WEB-01', web.instanceId]) {
      const whoami = await broker.client.ssh(broker.login(`alice@${UserName}@${host}`), 'id -un');
      expect([said(whoami), whoami.stdout.toString()]).toEqual(['', `${UserName}\n`]);
    }
    await rotate('acs/ecs/svc');
    const login = broker.login(`alice@${UserName}@web-01`);
    const destination = `alice@${UserName}@web-01@127.0.0.1`;
    const written = await broker.client.ssh(login, 'pwd; echo copied >note', { destination });
    expect(written.stdout.toString()).toBe(`/home/${UserName}\n`);
    const copy = join(folder, 'note');
    expect((await broker.client.scp(login, [`${destination}:note`, copy])).status).toBe(0);
    expect(await readFile(copy, 'utf8')).toBe('copied\n');
    const uri = `sftp://alice%40svc%40corp.example%40web-01@127.0.0.1:${broker.port}`;
    expect((await broker.client.sftp(login, ['ls note'], { destination: uri })).stdout.toString()).toContain('note\n');
  });

  it('with a backslash in their names log on and have their key pairs rotated', async () => {
    const UserName = String.raw`CORP\jdoe`;
    await addAccount(UserName);
    const { publicKey, privateKey } = await generateSshKeyPair('rsa-3072');
    const home = String.raw`/home/CORP\jdoe`;
    await web.sshd.run(['install', '-d', '-m', '700', '-o', UserName, `${home}/.ssh`]);
    await web.sshd.run(['tee', `${home}/.ssh/authorized_keys`], `${publicKey}\n`);
    await web.sshd.run(['chown', UserName, `${home}/.ssh/authorized_keys`]);
    await addSecret('acs/ecs/jdoe', 'SSHKey', { UserName, PublicKey: publicKey, PrivateKey: privateKey.reveal() });
    const login = broker.login(String.raw`alice@CORP\\jdoe@web-01`);
    const destination = String.raw`alice@CORP\jdoe@web-01@127.0.0.1`;
    const whoami = () => broker.client.ssh(login, 'id -un', { destination });
    expect((await whoami()).stdout.toString()).toBe('CORP\\jdoe\n');
    await rotate('acs/ecs/jdoe');
    expect((await whoami()).stdout.toString()).toBe('CORP\\jdoe\n');
    const keys = await readFile(web.sshd.path(`${home}/.ssh/authorized_keys`), 'utf8');
    expect(keys).not.toBe(`${parsePublicKey(publicKey).authorizedKey}\n`);
  });
});
