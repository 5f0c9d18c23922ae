import { generateSshKeyPair } from '../../../src/ssh/keys.ts';
import { account, BrokerUnderTest, type Server } from '../../broker/broker-under-test.ts';
import { refusal, type Members } from '../../support/api-clients.ts';
import { describeWithSshd } from '../../support/requirements.ts';
import { inBase64, newAccount, type BastionAccount } from '../bastion-account.ts';

describe('VerifyHostAccount', () => {
  describeWithSshd('at a server', () => {
    let broker: BrokerUnderTest;
    let web: Server;
    beforeAll(async () => {
      broker = await BrokerUnderTest.start();
      web = await broker.server('web-01', { accountPassword: 'Server-Pass-1' });
    });
    afterAll(() => broker.stop());

    const verify = async (parameters: Members) => (await broker.bastionhost('VerifyHostAccount', parameters)).Result;

    async function localAccount(hostId: string, credential: Members): Promise<string> {
      const draft = { HostId: hostId, HostAccountName: account, ProtocolName: 'SSH', ...credential };
      return (await broker.bastionhost('CreateHostAccount', draft)).HostAccountId;
    }

    it('answers OK for a secret in KMS and for a local credential, stored or not', async () => {
      await expect(verify({ HostAccountId: web.hostAccountId })).resolves.toEqual({
        Code: 'OK',
        Message: 'the server accepted the credential',
      });
      const hostId = await broker.localHost('web-02', web.sshd.port);
      const HostAccountId = await localAccount(hostId, { Password: 'Server-Pass-1' });
      await expect(verify({ HostAccountId })).resolves.toMatchObject({ Code: 'OK' });
      const draft = { HostId: hostId, ProtocolName: 'SSH', HostAccountName: account, Password: 'Server-Pass-1' };
      await expect(verify(draft)).resolves.toMatchObject({ Code: 'OK' });
    });

    it('leaves a row in the trail that names the host, the account, the caller and what came of it', async () => {
      const hostId = await broker.localHost('web-03', web.sshd.port);
      const draft = { HostId: hostId, ProtocolName: 'SSH', HostAccountName: account };
      await verify({ ...draft, Password: 'Server-Pass-1' });
      await verify({ ...draft, Password: 'Wrong-1' });
      const rows = (await broker.audited('VerifyHostAccount')).filter(({ product }) => product === 'broker');
      const named = {
        caller_arn: `acs:ram::${broker.accountId}:root`,
        resource: `acs:yundun-bastionhost:cn-hangzhou:${broker.accountId}:host/${hostId} as ${account}`,
      };
      expect(rows.slice(-2)).toMatchObject([
        { ...named, result: 'OK' },
        { ...named, result: 'CredentialRefused' },
      ]);
    });

    it('says what the server refuses: a password, a key, a shared key, an unknown user', async () => {
      const PrivateKey = inBase64((await generateSshKeyPair('ed25519')).privateKey.reveal());
      const shared = await broker.bastionhost('CreateHostShareKey', { HostShareKeyName: 'web', PrivateKey });
      const draft = { HostId: web.hostId, ProtocolName: 'SSH', HostAccountName: account };
      for (const wrong of [
        { Password: 'Wrong-1' },
        { PrivateKey },
        { HostShareKeyId: String(shared.HostShareKeyId) },
        { HostAccountName: 'nobody-here', Password: 'Server-Pass-1' },
      ]) {
        await expect(verify({ ...draft, ...wrong })).resolves.toEqual({
          Code: 'CredentialRefused',
          Message: 'the server refused the credential of this account',
        });
      }
    });

    it('says that there is no credential, no server, or another host key than before', async () => {
      const empty = await localAccount(await broker.localHost('empty', web.sshd.port), {});
      await expect(verify({ HostAccountId: empty })).resolves.toMatchObject({ Code: 'CredentialMissing' });
      const nowhere = await localAccount(await broker.localHost('nowhere', 1024), { Password: 'Any-1' });
      await expect(verify({ HostAccountId: nowhere })).resolves.toMatchObject({ Code: 'HostUnreachable' });
      await broker.query(`update host_key_pins set public_key = '\\x00' where port = $1`, [web.sshd.port]);
      await expect(verify({ HostAccountId: web.hostAccountId })).resolves.toMatchObject({ Code: 'HostKeyChanged' });
    });

    it('says that the secret waits for deletion or is gone, and reads it as the service role', async () => {
      await broker.kms('DeleteSecret', { SecretName: web.secretName });
      await expect(verify({ HostAccountId: web.hostAccountId })).resolves.toMatchObject({ Code: 'SecretInDeletion' });
      await broker.kms('RestoreSecret', { SecretName: web.secretName });
      await broker.kms('DeleteSecret', { SecretName: web.secretName, ForceDeleteWithoutRecovery: 'true' });
      await expect(verify({ HostAccountId: web.hostAccountId })).resolves.toMatchObject({ Code: 'SecretDeleted' });
      const reads = await broker.audited('ListSecrets');
      expect(reads.at(-1)).toMatchObject({
        caller_arn: expect.stringContaining('role/aliyunserviceroleforbastionhost'),
        on_behalf_of: null,
      });
    });
  });

  describe('without a server', () => {
    let bastion: BastionAccount;
    let HostId: string;
    beforeAll(async () => {
      bastion = await newAccount();
      HostId = await bastion.host();
    });

    it('says that an RDP account cannot be tried', async () => {
      const windows = await bastion.host({ OSType: 'Windows' });
      const HostAccountId = await bastion.account(windows, 'admin', { ProtocolName: 'RDP', Password: 'Any-1' });
      const draft = { HostId: windows, ProtocolName: 'RDP', HostAccountName: 'admin', Password: 'Any-1' };
      for (const parameters of [{ HostAccountId }, draft]) {
        await expect(bastion.call('VerifyHostAccount', parameters)).resolves.toMatchObject({
          Result: { Code: 'ProtocolUnsupported', Message: expect.stringContaining('RDP') },
        });
      }
    });

    it.each([
      ['neither an account nor a host', { HostId: undefined }, 'MissingHostId', 400],
      ['no name', { HostAccountName: undefined }, 'MissingHostAccountName', 400],
      ['no protocol', { ProtocolName: undefined }, 'MissingProtocolName', 400],
      ['no credential', { Password: undefined }, 'InvalidParameter', 400],
      ['an invalid key', { PrivateKey: 'AAAA' }, 'InvalidParameter', 400],
      ['a protocol that the host does not speak', { ProtocolName: 'RDP' }, 'InvalidParameter', 400],
      ['an account and a credential for it', { HostAccountId: '999999' }, 'InvalidParameter', 400],
      ['an unknown host', { HostId: '999999' }, 'HostNotFound', 400],
      ['an unknown shared key', { HostShareKeyId: '999999' }, 'HostShareKeyNotFound', 404],
    ])('refuses %s', async (_, parameters, code, status) => {
      const draft = { HostId, ProtocolName: 'SSH', HostAccountName: 'root', Password: 'Any-1', ...parameters };
      await expect(refusal(bastion.call('VerifyHostAccount', draft))).resolves.toMatchObject({ code, status });
    });

    it('refuses the account of another', async () => {
      const other = await newAccount();
      const HostAccountId = await other.account(await other.host());
      await expect(refusal(bastion.call('VerifyHostAccount', { HostAccountId }))).resolves.toMatchObject({
        code: 'HostAccountNotFound',
        status: 404,
      });
    });
  });
});
