import { refusal, type Members } from '../support/api-clients.ts';
import { KmsApplication } from './kms-application.ts';
import { otherAccount, ramUser, type RamUser } from './ram-callers.ts';

describe('secrets of type RAMCredentials', () => {
  let kms: KmsApplication;
  let user: RamUser;

  beforeAll(async () => {
    kms = await KmsApplication.start();
    user = await ramUser(kms, []);
  });

  afterAll(() => kms.app.stop());

  const pair = (others: Members = {}) => ({
    AccessKeyId: user.accessKey.accessKeyId,
    AccessKeySecret: user.accessKey.accessKeySecret,
    GenerateTimestamp: '2026-11-01T08:09:10Z',
    ...others,
  });
  const secret = (data: unknown, config: Members = {}) => ({
    SecretName: kms.newName('ram'),
    VersionId: 'v1',
    SecretType: 'RAMCredentials',
    ExtendedConfig: JSON.stringify({ SecretSubType: 'RamUserAccessKey', UserName: user.userName, ...config }),
    SecretData: JSON.stringify(data),
  });
  const create = (parameters: Members) => kms.call('CreateSecret', parameters);

  it('are created from the AccessKey of a RAM user and read back as that pair', async () => {
    const parameters = secret({ AccessKeys: [pair()] }, { CustomData: { team: 'red' } });
    const answer = await create({ ...parameters, EnableAutomaticRotation: 'true', RotationInterval: '7d' });
    expect(answer).toMatchObject({
      SecretType: 'RAMCredentials',
      ExtendedConfig: parameters.ExtendedConfig,
      AutomaticRotation: 'Enabled',
      RotationInterval: '604800s',
    });
    const value = await kms.call('GetSecretValue', { SecretName: parameters.SecretName, FetchExtendedConfig: 'true' });
    expect(JSON.parse(value.SecretData)).toEqual(pair());
    expect(value).toMatchObject({ SecretType: 'RAMCredentials', ExtendedConfig: parameters.ExtendedConfig });
  });

  describe('with SecretName=$Auto', () => {
    const auto = (by: Pick<RamUser['kms'], 'request'> = kms.app.pop('kms')) =>
      by.request('CreateSecret', { ...secret({ AccessKeys: [pair()] }), SecretName: '$Auto' });

    it('are named after the user, with a suffix where that is taken', async () => {
      const named = `acs/ram/user/${user.userName}`;
      const [first, second] = [await auto(), await auto()];
      expect(first).toMatchObject({ SecretName: named, Arn: expect.stringMatching(new RegExp(`:secret/${named}$`)) });
      expect(second.SecretName).toMatch(new RegExp(`^${named}-[a-z0-9]{8}$`));
      await kms.call('DeleteSecret', { SecretName: named });
      expect((await auto()).SecretName).toMatch(/-[a-z0-9]{8}$/);
      const names = (await kms.audited('CreateSecret')).map(({ resource }) => resource);
      expect(names).toContain(first.Arn);
    });

    it('can be created by a caller who may create a secret of that name', async () => {
      const secrets = (name: string) => `acs:kms:*:*:secret/acs/ram/user/${name}`;
      const create = { Action: 'kms:CreateSecret' };
      const may = await ramUser(kms, [{ ...create, Resource: secrets('*') }]);
      expect((await auto(may.kms)).SecretName).toMatch(/-[a-z0-9]{8}$/);
      for (const Resource of [secrets('somebody-else'), secrets(user.userName)]) {
        const mayNot = await ramUser(kms, [{ ...create, Resource }]);
        expect((await refusal(auto(mayNot.kms))).code).toBe('Forbidden.NoPermission');
      }
    });

    it('are refused without a user to name them after', async () => {
      const call = create({ ...secret({}, { UserName: undefined }), SecretName: '$Auto' });
      expect(await refusal(call)).toMatchObject({
        code: 'InvalidParameter',
        message: 'The specified parameter ExtendedConfig is not valid.',
      });
    });
  });

  it('have the moment of their creation as GenerateTimestamp when none is given', async () => {
    const parameters = secret({ AccessKeys: [pair({ GenerateTimestamp: undefined })] });
    await create(parameters);
    const { SecretName } = parameters;
    const { SecretData } = await kms.call('GetSecretValue', { SecretName });
    const { CreateTime } = await kms.call('DescribeSecret', { SecretName });
    const { GenerateTimestamp } = JSON.parse(SecretData);
    expect(Math.abs(Date.parse(GenerateTimestamp) - Date.parse(CreateTime))).toBeLessThanOrEqual(1_000);
  });

  it('are listed by their type, change their CustomData, and take no values by hand', async () => {
    const parameters = secret({ AccessKeys: [pair()] });
    const { SecretName } = await create(parameters);
    const Filters = JSON.stringify([{ Key: 'SecretType', Values: ['RAMCredentials'] }]);
    const { SecretList } = await kms.call('ListSecrets', { Filters, PageSize: 100 });
    expect(SecretList.Secret.map((listed: Members) => listed.SecretName)).toContain(SecretName);
    await kms.call('UpdateSecret', { SecretName, ExtendedConfig: '{"CustomData":{"a":"b"}}' });
    const { ExtendedConfig } = await kms.call('DescribeSecret', { SecretName });
    expect(JSON.parse(ExtendedConfig)).toMatchObject({ UserName: user.userName, CustomData: { a: 'b' } });
    const put = kms.call('PutSecretValue', { SecretName, VersionId: 'v2', SecretData: '{}' });
    await expect(put).rejects.toMatchObject({ code: 'Rejected.UnsupportedOperation' });
  });

  it.each([
    ['of another sub-type', { SecretSubType: 'Password' }],
    ['without a user', { UserName: undefined }],
    ['with an unknown member', { InstanceId: 'i-1' }],
    ['with CustomData that is not an object', { CustomData: 'x' }],
    ['with an invalid user name', { UserName: 'a/b' }],
  ])('are refused with ExtendedConfig %s', async (_, config) => {
    expect(await refusal(create(secret({ AccessKeys: [pair()] }, config)))).toEqual({
      code: 'InvalidParameter',
      status: 400,
      message: 'The specified parameter ExtendedConfig is not valid.',
    });
  });

  const values: [string, () => unknown][] = [
    ['that is no list', () => pair()],
    ['without AccessKeys', () => ({ AccessKeys: [] })],
    ['with two AccessKeys', () => ({ AccessKeys: [pair(), pair()] })],
    ['with another member', () => ({ AccessKeys: [pair()], Owner: 'me' })],
    ['with another member of the pair', () => ({ AccessKeys: [pair({ Owner: 'me' })] })],
    ['without a secret', () => ({ AccessKeys: [pair({ AccessKeySecret: undefined })] })],
    ['with a date that is none', () => ({ AccessKeys: [pair({ GenerateTimestamp: '2026-13-40T99:00:00Z' })] })],
    ['with the AccessKey of the account', () => ({ AccessKeys: [pair(kmsRoot())] })],
    [
      'with an AccessKey that there is not',
      () => ({ AccessKeys: [pair({ AccessKeyId: 'LTAI00000000000000000000' })] }),
    ],
  ];
  const kmsRoot = () => ({ AccessKeyId: kms.app.rootAccessKey.accessKeyId });
  it.each(values)('are refused with SecretData %s', async (_, data) => {
    expect(await refusal(create(secret(data())))).toEqual({
      code: 'InvalidParameter',
      status: 400,
      message: 'The specified parameter SecretData is not valid.',
    });
  });

  it('are refused with the AccessKey of another user, or of a user of another account', async () => {
    const second = await ramUser(kms, []);
    const others = secret({ AccessKeys: [pair({ AccessKeyId: second.accessKey.accessKeyId })] });
    await expect(create(others)).rejects.toMatchObject({ code: 'InvalidParameter' });
    const foreign = await ramUser(kms, [], (await otherAccount(kms)).account);
    const data = { AccessKeys: [pair({ AccessKeyId: foreign.accessKey.accessKeyId })] };
    const call = create(secret(data, { UserName: foreign.userName }));
    await expect(call).rejects.toMatchObject({ code: 'InvalidParameter' });
  });

  it('are refused without ExtendedConfig, and as binary', async () => {
    const parameters = secret({ AccessKeys: [pair()] });
    const bare = create({ ...parameters, ExtendedConfig: '' });
    await expect(bare).rejects.toMatchObject({ code: 'MissingParameter' });
    const binary = create({ ...parameters, SecretDataType: 'binary' });
    await expect(binary).rejects.toMatchObject({ code: 'InvalidParameter' });
  });
});
