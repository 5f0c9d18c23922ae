import { generateSshKeyPair } from '../../../src/ssh/keys.ts';
import { refusal, type Members } from '../../support/api-clients.ts';
import { region } from '../bastion-account.ts';
import { BastionApplication } from '../bastion-application.ts';

describe('ImportKMSSecretsForHost', () => {
  let bastion: BastionApplication;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
  });
  afterAll(() => bastion.stop());

  async function importAll(HostId: string, names: string[], type = 'ECS'): Promise<Members> {
    const Secrets = names.map((SecretName) => ({ SecretName, SecretType: type }));
    return bastion.call('ImportKMSSecretsForHost', { HostId, Secrets });
  }

  const codes = ({ Results }: Members) => Results.map(({ Code }: Members) => Code);

  async function accounts(HostId: string): Promise<Members[]> {
    return (await bastion.call('ListHostAccounts', { HostId })).HostAccounts;
  }

  describe('answers', () => {
    it('and creates an account for each secret, named after its user', async () => {
      const HostId = await bastion.ecsHost('i-two');
      await bastion.passwordSecret('acs/ecs/two-password', 'i-two');
      await bastion.keySecret('acs/ecs/two-key', 'i-two', 'deploy');
      const answer = await importAll(HostId, ['acs/ecs/two-password', 'acs/ecs/two-key']);
      expect(answer).toMatchObject({
        SuccessCount: 2,
        Results: [
          { SecretName: 'acs/ecs/two-password', Code: '200', Message: 'success' },
          { SecretName: 'acs/ecs/two-key', Code: '200', Message: 'success' },
        ],
      });
      const shown = await accounts(HostId);
      expect(
        shown.map(({ HostAccountName, HasPassword, ProtocolName }) => [HostAccountName, HasPassword, ProtocolName]),
      ).toEqual([
        ['root', true, 'SSH'],
        ['deploy', false, 'SSH'],
      ]);
    });

    it('without an instance id, and with ECS as the default type', async () => {
      const HostId = await bastion.ecsHost('i-short');
      await bastion.passwordSecret('acs/ecs/short', 'i-short');
      const short = { HostId: Number(HostId), InstanceId: undefined, Secrets: [{ SecretName: 'acs/ecs/short' }] };
      await expect(bastion.call('ImportKMSSecretsForHost', short)).resolves.toMatchObject({ SuccessCount: 1 });
    });

    it('with an RDP account on a Windows host', async () => {
      const HostId = await bastion.ecsHost('i-windows', { OSType: 'Windows' });
      await bastion.passwordSecret('acs/ecs/windows', 'i-windows');
      await importAll(HostId, ['acs/ecs/windows']);
      await expect(accounts(HostId)).resolves.toMatchObject([{ ProtocolName: 'RDP', HasPassword: true }]);
    });

    it('with a code for each secret that cannot be imported, and imports the others', async () => {
      const HostId = await bastion.ecsHost('i-mixed');
      await bastion.registerInstance('i-foreign');
      await bastion.passwordSecret('acs/ecs/mixed', 'i-mixed');
      await bastion.passwordSecret('acs/ecs/foreign', 'i-foreign');
      await bastion.kmsCall('CreateSecret', { SecretName: 'mixed-generic', VersionId: 'v1', SecretData: '{}' });
      const answer = await importAll(HostId, ['acs/ecs/none', 'acs/ecs/foreign', 'mixed-generic', 'acs/ecs/mixed']);
      expect(codes(answer)).toEqual(['404', '400', '400', '200']);
      expect(answer.SuccessCount).toBe(1);
      await expect(accounts(HostId)).resolves.toMatchObject([{ KmsSecretName: 'acs/ecs/mixed' }]);
    });

    it('409 for a secret that is already imported, also twice in one call', async () => {
      const HostId = await bastion.ecsHost('i-twice');
      await bastion.passwordSecret('acs/ecs/twice', 'i-twice');
      await expect(importAll(HostId, ['acs/ecs/twice', 'acs/ecs/twice'])).resolves.toMatchObject({
        SuccessCount: 1,
        Results: [{ Code: '200' }, { Code: '409' }],
      });
      expect(codes(await importAll(HostId, ['acs/ecs/twice']))).toEqual(['409']);
    });

    it('409 for a secret whose user already has an account', async () => {
      const HostId = await bastion.ecsHost('i-local');
      await bastion.account(HostId, 'root', { Password: 'Local-1' });
      await bastion.passwordSecret('acs/ecs/local', 'i-local');
      expect(codes(await importAll(HostId, ['acs/ecs/local']))).toEqual(['409']);
      await expect(accounts(HostId)).resolves.toMatchObject([{ CredentialSource: 'Local' }]);
    });

    it('200 once when two calls import the same secret at the same time', async () => {
      const HostId = await bastion.ecsHost('i-race');
      await bastion.passwordSecret('acs/ecs/race', 'i-race');
      const both = await Promise.all([1, 2].map(() => importAll(HostId, ['acs/ecs/race'])));
      expect(both.flatMap(codes).sort()).toEqual(['200', '409']);
    });

    it('400 for another type of secret', async () => {
      const HostId = await bastion.ecsHost('i-type');
      expect(codes(await importAll(HostId, ['acs/ecs/type'], 'Generic'))).toEqual(['400']);
    });

    it("KMS's own status for a secret that cannot be read", async () => {
      const HostId = await bastion.ecsHost('i-unreadable');
      const { KeyMetadata } = await bastion.kmsCall('CreateKey', {});
      const EncryptionKeyId = KeyMetadata.KeyId;
      await bastion.passwordSecret('acs/ecs/disabled', 'i-unreadable', { EncryptionKeyId });
      await bastion.kmsCall('DisableKey', { KeyId: EncryptionKeyId });
      await bastion.passwordSecret('acs/ecs/deleted', 'i-unreadable');
      await bastion.kmsCall('DeleteSecret', { SecretName: 'acs/ecs/deleted' });
      const answer = await importAll(HostId, ['acs/ecs/disabled', 'acs/ecs/deleted']);
      expect(answer.SuccessCount).toBe(0);
      for (const code of codes(answer)) expect(code).toMatch(/^4\d\d$/);
    });
  });

  it('keeps the reference and nothing of the value', async () => {
    const HostId = await bastion.ecsHost('i-canary');
    await bastion.passwordSecret('acs/ecs/canary', 'i-canary');
    await importAll(HostId, ['acs/ecs/canary']);
    const rows = await bastion.app.database.dataSource.query<Members[]>(
      `select a::text as text, sealed_password, sealed_private_key, kms_secret_region
       from bastion_host_accounts a where kms_secret_name = 'acs/ecs/canary'`,
    );
    expect(rows).toMatchObject([{ sealed_password: null, sealed_private_key: null, kms_secret_region: region }]);
    expect(rows[0]?.text).not.toContain('Kms-Secret-Value');
  });

  it("reads each value once, as the bastion's service role", async () => {
    const HostId = await bastion.ecsHost('i-audit');
    await bastion.passwordSecret('acs/ecs/audit', 'i-audit');
    const { RequestId } = await importAll(HostId, ['acs/ecs/audit']);
    const reads = (await bastion.audit(RequestId)).filter(({ action }) => action === 'GetSecretValue');
    expect(reads).toMatchObject([
      { product: 'kms', caller: expect.stringContaining('role/aliyunserviceroleforbastionhost'), result: 'OK' },
    ]);
  });

  it.each([
    ['no host', { HostId: undefined }, 'MissingHostId'],
    ['no secrets', { Secrets: undefined }, 'InvalidParameter'],
    ['an empty list', { Secrets: [] }, 'InvalidParameter'],
    ['an item without a name', { Secrets: [{ SecretType: 'ECS' }] }, 'InvalidParameter'],
    ['an item that is not an object', { Secrets: ['acs/ecs/x'] }, 'InvalidParameter'],
    ['101 secrets', { Secrets: Array.from({ length: 101 }, () => ({ SecretName: 'x' })) }, 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, parameters, code) => {
    const request = { HostId: 1, Secrets: [{ SecretName: 'x', SecretType: 'ECS' }], ...parameters };
    await expect(refusal(bastion.call('ImportKMSSecretsForHost', request))).resolves.toMatchObject({
      code,
      status: 400,
    });
  });

  describe('on a host that was not created from an ECS instance', () => {
    let HostId: string;
    beforeAll(async () => {
      HostId = await bastion.host();
    });

    async function importGeneric(name: string, value: string, more: Members = {}): Promise<Members> {
      await bastion.kmsCall('CreateSecret', { SecretName: name, VersionId: 'v1', SecretData: value });
      const Secrets = [{ SecretName: name, SecretType: 'Generic', ...more }];
      return (await bastion.call('ImportKMSSecretsForHost', { HostId, Secrets })).Results[0];
    }

    it('imports a Generic secret, whose user is in its value or is given', async () => {
      const { privateKey } = await generateSshKeyPair('ed25519');
      const named = JSON.stringify({ UserName: 'in-value', Password: 'Generic-1' });
      await expect(importGeneric('named', named)).resolves.toMatchObject({ Code: '200' });
      const given = { HostAccountName: 'given' };
      await expect(importGeneric('text', 'Only a password', given)).resolves.toMatchObject({ Code: '200' });
      const key = { HostAccountName: 'by-key' };
      await expect(importGeneric('key', privateKey.reveal(), key)).resolves.toMatchObject({ Code: '200' });
      await expect(accounts(HostId)).resolves.toMatchObject([
        { HostAccountName: 'in-value', HasPassword: true, KmsSecretType: 'Generic', KmsSecretState: 'Normal' },
        { HostAccountName: 'given', HasPassword: true },
        { HostAccountName: 'by-key', HasPassword: false, PrivateKeyFingerprint: expect.any(String) },
      ]);
    });

    it.each([
      ['a value without a user, and none given', 'Only a password', {}],
      ['a value that is no credential', '{"Token":"x"}', { HostAccountName: 'a' }],
      ['a key that cannot be opened', '-----BEGIN OPENSSH PRIVATE KEY-----', { HostAccountName: 'b' }],
      ['a name that cannot be typed', 'Only a password', { HostAccountName: 'c\u200b' }],
    ])('400 for %s', async (name, value, more) => {
      const result = await importGeneric(`refused-${name.replaceAll(/\W/g, '-')}`, value, more);
      expect(result).toMatchObject({ Code: '400' });
      expect(result['Message']).not.toContain(value);
    });

    it('reads the secret as the caller, who must be allowed to', async () => {
      await bastion.kmsCall('CreateSecret', { SecretName: 'guarded', VersionId: 'v1', SecretData: 'Guarded-1' });
      const Secrets = [{ SecretName: 'guarded', SecretType: 'Generic', HostAccountName: 'guarded' }];
      const { RequestId } = await bastion.call('ImportKMSSecretsForHost', { HostId, Secrets });
      const reads = (await bastion.audit(RequestId)).filter(({ action }) => action === 'GetSecretValue');
      expect(reads).toMatchObject([{ product: 'kms', caller: expect.stringMatching(/:root$/), result: 'OK' }]);
    });
  });

  it('refuses state: a local host without a Generic secret for it, and a host that does not exist', async () => {
    const local = await bastion.host();
    await expect(refusal(importAll(local, ['x']))).resolves.toMatchObject({ code: 'InvalidParameter', status: 400 });
    await expect(refusal(importAll('999999', ['x']))).resolves.toMatchObject({ code: 'HostNotFound', status: 400 });
  });
});
