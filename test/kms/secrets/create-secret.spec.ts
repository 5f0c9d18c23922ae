import { generateSshKeyPair } from '../../../src/ssh/keys.ts';
import { refusal, type Members } from '../../support/api-clients.ts';
import { expectSecretGuarded } from '../key-behaviour.ts';
import { days, ecsPassword, region, titled } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';

describe('CreateSecret', () => {
  let kms: KmsApplication;
  let InstanceId: string;

  beforeAll(async () => {
    kms = await KmsApplication.start();
    InstanceId = await kms.registerInstance();
  });

  afterAll(() => kms.app.stop());

  const create = (parameters: Members) =>
    kms.call('CreateSecret', { SecretName: kms.newName(), VersionId: 'v1', SecretData: 'value', ...parameters });

  async function sshKey(others: Members = {}): Promise<Members> {
    const pair = await generateSshKeyPair('ed25519');
    const data = { UserName: 'root', PublicKey: pair.publicKey, PrivateKey: pair.privateKey.reveal(), ...others };
    const config = { SecretSubType: 'SSHKey', RegionId: region, InstanceId };
    return { SecretType: 'ECS', ExtendedConfig: JSON.stringify(config), SecretData: JSON.stringify(data) };
  }

  describe('answers', () => {
    it('a Generic secret whose first version is ACSCurrent', async () => {
      const SecretName = 'app/db_1+x=y.z@home-9';
      const { RequestId, ...answer } = await create({ SecretName });
      expect(RequestId).toMatch(/^[0-9A-F-]{36}$/);
      expect(answer).toEqual({
        Arn: `acs:kms:${region}:${kms.accountId}:secret/${SecretName}`,
        SecretName,
        VersionId: 'v1',
        SecretType: 'Generic',
      });
      const value = await kms.call('GetSecretValue', { SecretName });
      expect(value).toMatchObject({ SecretData: 'value', VersionStages: { VersionStage: ['ACSCurrent'] } });
    });

    it('an ECS secret with a password, and keeps ExtendedConfig as it was sent', async () => {
      const config = ecsPassword(InstanceId, { CommandId: '', CustomData: { owner: 'me' } });
      const ExtendedConfig = ` ${config.ExtendedConfig}`;
      const answer = await create({ ...config, SecretName: 'acs/ecs/web', ExtendedConfig });
      expect(answer).toMatchObject({ SecretType: 'ECS', AutomaticRotation: 'Disabled', ExtendedConfig });
      expect(await kms.call('DescribeSecret', { SecretName: 'acs/ecs/web' })).toMatchObject({ ExtendedConfig });
    });

    it('an ECS secret with a key pair', async () => {
      const parameters = await sshKey();
      const { SecretName } = await create(parameters);
      expect((await kms.call('GetSecretValue', { SecretName })).SecretData).toBe(parameters.SecretData);
    });

    it('up to 30,720 bytes of any content', async () => {
      for (const SecretData of ['x'.repeat(30_720), 'é'.repeat(15_360), 'a\0b\r\n\u{1F511}']) {
        const { SecretName } = await create({ SecretData });
        expect((await kms.call('GetSecretValue', { SecretName })).SecretData).toBe(SecretData);
      }
    });

    it('30,720 bytes of a client that puts all parameters into the URL', async () => {
      const [SecretName, SecretData] = [kms.newName(), 'é'.repeat(15_360)];
      await kms.app.openApi('kms').request('CreateSecret', { SecretName, VersionId: 'v1', SecretData });
      expect((await kms.call('GetSecretValue', { SecretName })).SecretData).toBe(SecretData);
    });

    it('a secret under the key with the given id or ARN', async () => {
      const { KeyId, Arn } = (await kms.call('CreateKey')).KeyMetadata;
      for (const EncryptionKeyId of [KeyId, Arn]) {
        const { SecretName } = await create({ EncryptionKeyId });
        expect((await kms.call('DescribeSecret', { SecretName })).EncryptionKeyId).toBe(KeyId);
      }
    });

    it('a Generic secret, ignoring parameters for managed ones', async () => {
      const managed = { ExtendedConfig: '{"CustomData":{}}', RotationInterval: '7d', EnableAutomaticRotation: 'false' };
      const { SecretName, ...answer } = await create(managed);
      expect(answer).toEqual({
        RequestId: expect.any(String),
        Arn: expect.any(String),
        VersionId: 'v1',
        SecretType: 'Generic',
      });
      expect(await kms.call('DescribeSecret', { SecretName })).not.toHaveProperty('ExtendedConfig');
    });

    it('secrets under one service key, however many first calls come at the same time', async () => {
      const RegionId = 'cn-beijing';
      const answers = await Promise.all(Array.from({ length: 8 }, () => create({ RegionId })));
      const names = answers.map(({ SecretName }) => SecretName);
      const keys = await kms.query('select distinct key_id from kms_secrets where name = any($1)', [names]);
      expect(keys).toHaveLength(1);
      const filter = JSON.stringify([{ Key: 'CreatorType', Values: ['Service'] }]);
      expect((await kms.call('ListKeys', { RegionId, Filters: filter })).TotalCount).toBe(1);
    });

    it('the same name in another region, as another secret', async () => {
      const SecretName = kms.newName();
      await create({ SecretName, SecretData: 'here' });
      await create({ SecretName, SecretData: 'there', RegionId: 'cn-beijing' });
      expect((await kms.call('GetSecretValue', { SecretName })).SecretData).toBe('here');
    });

    it('one of many calls with one name; the others are refused', async () => {
      const SecretName = kms.newName();
      const calls = Array.from({ length: 8 }, (_, n) => create({ SecretName, SecretData: `value ${n}` }));
      const outcomes = await Promise.allSettled(calls);
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused).toHaveLength(7);
      for (const { reason } of refused) expect(reason).toMatchObject({ code: 'Rejected.ResourceExist' });
    });

    it('all simultaneous calls except the one that fails', async () => {
      await kms.query(`alter table kms_secrets add constraint no_bad_luck check (description <> 'bad luck')`);
      const calls = Array.from({ length: 8 }, (_, n) => create({ Description: n === 3 ? 'bad luck' : 'good luck' }));
      const outcomes = await Promise.allSettled(calls);
      await kms.query('alter table kms_secrets drop constraint no_bad_luck');
      expect(outcomes.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([3]);
    });

    it('a name again after its recovery window, without the former value', async () => {
      const SecretName = await kms.createSecret({ SecretData: 'former' });
      await kms.call('DeleteSecret', { SecretName, RecoveryWindowInDays: 7 });
      kms.app.clock.advance(days(7) + 1_000);
      await create({ SecretName, VersionId: 'new', SecretData: 'latter' });
      const versions = await kms.call('ListSecretVersionIds', { SecretName, IncludeDeprecated: true });
      expect(versions.VersionIds.VersionId.map((version: Members) => version.VersionId)).toEqual(['new']);
      expect((await kms.call('GetSecretValue', { SecretName })).SecretData).toBe('latter');
    });
  });

  describe('refuses parameters', () => {
    it.each(['SecretName', 'VersionId', 'SecretData'])('no %s', async (name) => {
      expect(await refusal(create({ [name]: '' }))).toEqual({
        code: 'MissingParameter',
        status: 400,
        message: `The parameter  ${name}  needed but no provided.`,
      });
    });

    it.each(
      titled([
        ['SecretName', 'with blank'],
        ['SecretName', 'x'.repeat(193)],
        ['SecretName', `acs:kms:${region}:1:secret/x`],
        ['SecretName', 'naïve'],
        ['VersionId', 'v'.repeat(65)],
        ['VersionId', 'v\n1'],
        ['SecretData', 'x'.repeat(30_721)],
        ['SecretData', 'é'.repeat(15_361)],
        ['SecretDataType', 'json'],
        ['SecretType', 'Rds'],
        ['SecretType', 'generic'],
        ['ExtendedConfig', 'text'],
        ['Description', 'x'.repeat(8193)],
        ['Tags', '[{"TagKey":"a"}]'],
        ['Tags', '[{"TagKey":"a","TagValue":"b","Extra":"c"}]'],
        ['EnableAutomaticRotation', 'true'],
        ['RotationInterval', '7 weeks'],
        ['SecretName', 'acs/x'],
        ['SecretName', 'acs/ecs/x'],
        ['SecretName', '$Auto'],
        ['DKMSInstanceId', 'kst-1'],
        ['Policy', '{}'],
        ['PlannedDeletionAt', '2020-01-01'],
      ]),
    )('%s', async (_, name, value) => {
      expect(await refusal(create({ [name]: value }))).toEqual({
        code: 'InvalidParameter',
        status: 400,
        message: `The specified parameter ${name} is not valid.`,
      });
    });

    it('an ECS secret without ExtendedConfig', async () => {
      const call = create({ SecretType: 'ECS', SecretData: '{"UserName":"root","Password":"x"}' });
      await expect(call).rejects.toMatchObject({ code: 'MissingParameter' });
    });

    const configs: [string, Members][] = [
      ['of another sub-type', { SecretSubType: 'Token' }],
      ['with an instance that is not registered', { InstanceId: 'i-unknown' }],
      ['of another region', { RegionId: 'cn-beijing' }],
      ['with an unknown member', { Owner: 'me' }],
      ['with CustomData that is no object', { CustomData: 'text' }],
      ['with CustomData that holds other things than text', { CustomData: { a: { b: 'c' } } }],
      [
        'with eleven pairs of CustomData',
        { CustomData: Object.fromEntries([...Array(11).keys()].map((n) => [n, 'x'])) },
      ],
      ['of more than 1,024 characters', { CustomData: { a: 'x'.repeat(1024) } }],
    ];
    it.each(configs)('ExtendedConfig %s', async (_, change) => {
      const call = create(ecsPassword(InstanceId, change));
      await expect(call).rejects.toMatchObject({
        data: { Message: 'The specified parameter ExtendedConfig is not valid.' },
      });
    });

    const passwords: [string, string][] = [
      ['that is no JSON', 'password'],
      ['that is a list', '["root","x"]'],
      ['without a password', '{"UserName":"root"}'],
      ['with an empty password', '{"UserName":"root","Password":""}'],
      ['with a number as password', '{"UserName":"root","Password":1}'],
      ['with a line break in the password', JSON.stringify({ UserName: 'root', Password: 'a\nroot:b' })],
      ['with a colon in the user name', '{"UserName":"root:x","Password":"x"}'],
      ['with a dash before the user name', '{"UserName":"-rf","Password":"x"}'],
      ['with a backslash behind the user name', JSON.stringify({ UserName: 'CORP\\', Password: 'x' })],
      ['with a blank behind the user name', '{"UserName":"root ","Password":"x"}'],
      ['with an invisible character in the user name', '{"UserName":"ro\u200bot","Password":"x"}'],
      ['with a user name of 129 characters', JSON.stringify({ UserName: 'a'.repeat(129), Password: 'x' })],
      ['with a path as user name', '{"UserName":"../root","Password":"x"}'],
      ['with another member', '{"UserName":"root","Password":"x","Role":"y"}'],
    ];
    it.each(passwords)('SecretData of an ECS password %s', async (_, SecretData) => {
      const call = create({ ...ecsPassword(InstanceId), SecretData });
      await expect(call).rejects.toMatchObject({
        data: { Message: 'The specified parameter SecretData is not valid.' },
      });
    });

    it('an ECS secret that is binary', async () => {
      const call = create({ ...ecsPassword(InstanceId), SecretDataType: 'binary' });
      await expect(call).rejects.toMatchObject({
        data: { Message: 'The specified parameter SecretDataType is not valid.' },
      });
    });

    it('a key pair whose halves do not match, or an invalid one', async () => {
      const { publicKey } = await generateSshKeyPair('ed25519');
      const halves = [{ PublicKey: publicKey }, { PublicKey: 'ssh-ed25519 AAAA' }, { PrivateKey: 'secret' }];
      for (const half of halves) {
        const error = await refusal(create(await sshKey(half)));
        expect(error.message).toBe('The specified parameter SecretData is not valid.');
      }
    });

    it('a key pair for a Windows instance', async () => {
      const windows = await kms.registerInstance({ OSType: 'Windows' });
      const config = JSON.stringify({ SecretSubType: 'SSHKey', RegionId: region, InstanceId: windows });
      const call = create({ ...(await sshKey()), ExtendedConfig: config });
      await expect(call).rejects.toMatchObject({
        data: { Message: 'The specified parameter ExtendedConfig is not valid.' },
      });
    });
  });

  describe('refuses state', () => {
    it('a name that is in use', async () => {
      const SecretName = await kms.createSecret();
      expect(await refusal(create({ SecretName }))).toEqual({
        code: 'Rejected.ResourceExist',
        status: 409,
        message: 'The resource already exists.',
      });
    });

    it('the name of a secret that is scheduled for deletion', async () => {
      const SecretName = await kms.createSecret();
      await kms.call('DeleteSecret', { SecretName });
      expect(await refusal(create({ SecretName }))).toEqual({
        code: 'Rejected.ResourceInDeleteWindow',
        status: 409,
        message: 'The secret is planned to be deleted.',
      });
    });

    it('an unknown key or alias', async () => {
      await expect(create({ EncryptionKeyId: 'key-unknown' })).rejects.toMatchObject({ code: 'Forbidden.KeyNotFound' });
      await expect(create({ EncryptionKeyId: 'alias/x' })).rejects.toMatchObject({ code: 'Forbidden.AliasNotFound' });
    });

    it('and leaves nothing behind', async () => {
      const { KeyId } = (await kms.call('CreateKey')).KeyMetadata;
      await kms.call('DisableKey', { KeyId });
      const SecretName = kms.newName();
      await refusal(create({ SecretName, EncryptionKeyId: KeyId }));
      await expect(kms.call('DescribeSecret', { SecretName })).rejects.toMatchObject({
        code: 'Forbidden.ResourceNotFound',
      });
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for a secret of that name', async () => {
      const SecretName = kms.newName();
      await expectSecretGuarded(kms, 'CreateSecret', { SecretName, VersionId: 'v1', SecretData: 'x' });
    });
  });
});
