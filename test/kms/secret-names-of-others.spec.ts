import { refusal, type Members } from '../support/api-clients.ts';
import { ecsPassword, region } from './kms-account.ts';
import { KmsApplication } from './kms-application.ts';
import { otherAccount, policyOf, ramUser } from './ram-callers.ts';

/** Every operation on one secret, with its other parameters. */
const operations: [string, Members][] = [
  ['GetSecretValue', {}],
  ['DescribeSecret', {}],
  ['ListSecretVersionIds', {}],
  ['PutSecretValue', { VersionId: 'v9', SecretData: 'theirs' }],
  ['UpdateSecret', { Description: 'theirs' }],
  ['UpdateSecretVersionStage', { VersionStage: 'mine', MoveToVersion: 'v1' }],
  ['UpdateSecretRotationPolicy', { EnableAutomaticRotation: 'false' }],
  ['DeleteSecret', { ForceDeleteWithoutRecovery: 'true' }],
  ['RestoreSecret', {}],
  ['RotateSecret', { VersionId: 'v9' }],
  ['GetSecretPolicy', {}],
  ['SetSecretPolicy', { Policy: policyOf({ Action: 'kms:*', Principal: { RAM: ['*'] } }) }],
  ['TagResource', { Tags: '[{"TagKey":"a","TagValue":"b"}]' }],
  ['UntagResource', { TagKeys: '["a"]' }],
];

describe('the secrets of another account', () => {
  let kms: KmsApplication;
  let other: Awaited<ReturnType<typeof otherAccount>>;
  let SecretName: string;
  const arnOf = (accountId: string, name: string, place = region) => `acs:kms:${place}:${accountId}:secret/${name}`;

  beforeAll(async () => {
    kms = await KmsApplication.start();
    other = await otherAccount(kms);
    SecretName = await kms.createSecret({
      SecretName: 'app/db',
      SecretData: 'canary',
      Tags: '[{"TagKey":"x","TagValue":"y"}]',
    });
  });

  afterAll(() => kms.app.stop());

  const snapshot = () =>
    kms.query(
      'select s.*, v.version_id, l.stage from kms_secrets s join kms_secret_versions v using (account_id, region, secret_id) left join kms_secret_stages l using (account_id, region, secret_id)',
    );

  it.each(operations)('are unknown to %s by ARN, and unchanged', async (action, parameters) => {
    const before = await snapshot();
    const name = arnOf(kms.accountId, SecretName);
    const missing = arnOf(kms.accountId, 'nothing');
    const user = await ramUser(kms, [{ Action: '*' }], other.account);
    for (const client of [other.kms, user.kms]) {
      const foreign = await refusal(client.request(action, { ...parameters, SecretName: name }));
      expect(foreign).toEqual(await refusal(client.request(action, { ...parameters, SecretName: missing })));
      expect(foreign).toEqual({ code: 'Forbidden.ResourceNotFound', status: 404, message: 'Resource not found' });
    }
    expect(await snapshot()).toEqual(before);
  });

  it.each(operations)('are not shared by a policy that lets another account %s', async (action, parameters) => {
    const share = { Action: `kms:${action}`, Principal: { RAM: [`acs:ram::${other.accountId}:user/friend`] } };
    await kms.call('SetSecretPolicy', { SecretName, Policy: policyOf(share) });
    const stranger = await ramUser(kms, [{ Action: '*' }], other.account);
    const error = await refusal(
      stranger.kms.request(action, { ...parameters, SecretName: arnOf(kms.accountId, SecretName) }),
    );
    expect(error).toMatchObject({ code: 'Forbidden.ResourceNotFound', status: 404 });
  });

  it('need the other side’s consent too', async () => {
    const user = await ramUser(kms, [{ Action: 'kms:DescribeSecret' }], other.account);
    const share = { Action: 'kms:*', Principal: { RAM: [user.arn] } };
    await kms.call('SetSecretPolicy', { SecretName, Policy: policyOf(share) });
    const call = user.kms.request('GetSecretValue', { SecretName: arnOf(kms.accountId, SecretName) });
    await expect(call).rejects.toMatchObject({ code: 'Forbidden.ResourceNotFound' });
    await user.kms.request('DescribeSecret', { SecretName: arnOf(kms.accountId, SecretName) });
  });

  it('appear in no list, count, tag or batch of the other', async () => {
    expect(await other.kms.request('ListSecrets')).toMatchObject({ SecretList: { Secret: [] }, TotalCount: 0 });
    const filtered = { Filters: '[{"Key":"SecretName","Values":["app"]}]' };
    expect((await other.kms.request('ListSecrets', filtered)).TotalCount).toBe(0);
    const tags = await other.kms.request('ListTagResources', { RegionId: region, ResourceType: 'secret' });
    expect(tags.TagResources.TagResource).toEqual([]);
    const SecretsList = JSON.stringify([{ SecretName: arnOf(kms.accountId, SecretName) }, { SecretName }]);
    const batch = await other.kms.request('BatchGetSecretValue', { SecretsList });
    expect(batch.Errors.map(({ Code }: Members) => Code)).toEqual(Array(2).fill('Forbidden.ResourceNotFound'));
  });

  it('leave their names free for the other', async () => {
    await other.kms.request('CreateSecret', { SecretName, VersionId: 'v1', SecretData: 'own' });
    expect((await other.kms.request('GetSecretValue', { SecretName })).SecretData).toBe('own');
    expect((await kms.call('GetSecretValue', { SecretName })).SecretData).toBe('canary');
    const server = await kms.registerInstance();
    const call = other.kms.request('CreateSecret', { SecretName: 'x', VersionId: 'v1', ...ecsPassword(server) });
    await expect(call).rejects.toMatchObject({ code: 'InvalidParameter' });
  });
});

describe('a name that almost is another', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
    await kms.createSecret({ SecretName: 'App/Db', SecretData: 'canary' });
  });

  afterAll(() => kms.app.stop());

  const arnOf = (name: string, place = region, accountId = kms.accountId) =>
    `acs:kms:${place}:${accountId}:secret/${name}`;
  const read = (SecretName: string, client = kms.app.pop('kms')) => client.request('GetSecretValue', { SecretName });

  it.each([
    'app/db',
    'App/Db.',
    'App/Db/',
    '/App/Db',
    'App//Db',
    'App/./Db',
    'App/Db@',
    'App%2FDb',
    'App/D%62',
    'App\\Db',
  ])('is a different name: %s', async (name) => {
    expect([404, 400]).toContain((await refusal(read(name))).status);
  });

  it.each(['App/Db ', ' App/Db', 'Aрp/Db', 'App/Ｄb', 'App/Db\u200b', 'App/Dé', 'App/De\u0301', 'App/*', 'App/D?'])(
    'is not a valid name: %j',
    async (name) => {
      expect(await refusal(read(name))).toMatchObject({ code: 'InvalidParameter', status: 400 });
    },
  );

  it('is not found as the ARN of another region, of no account, or of another service', async () => {
    const names = [
      arnOf('App/Db', 'cn-beijing'),
      arnOf('App/Db', ''),
      arnOf('App/Db', region, ''),
      arnOf('App/Db', region, 'me'),
    ];
    for (const name of names) expect(await refusal(read(name))).toMatchObject({ status: 404 });
    for (const name of ['acs:ram::1:secret/App/Db', 'arn:kms:x:y:secret/App/Db', 'ACS:KMS:a:b:secret/App/Db']) {
      expect(await refusal(read(name))).toMatchObject({ code: 'InvalidParameter' });
    }
  });

  it('gets nothing from a policy for the other one, whatever its case, end or form', async () => {
    const user = await ramUser(kms, [{ Action: 'kms:GetSecretValue', Resource: arnOf('app/db') }]);
    await expect(read('App/Db', user.kms)).rejects.toMatchObject({ code: 'Forbidden.NoPermission' });
    await expect(read(arnOf('App/Db'), user.kms)).rejects.toMatchObject({ code: 'Forbidden.NoPermission' });
    const exact = await ramUser(kms, [{ Action: 'kms:GetSecretValue', Resource: arnOf('App/D') }]);
    await expect(read('App/Db', exact.kms)).rejects.toMatchObject({ code: 'Forbidden.NoPermission' });
    const middle = await ramUser(kms, [{ Action: 'kms:Get*Value', Resource: 'acs:kms:*:*:secret/A*b' }]);
    expect((await read('App/Db', middle.kms)).SecretData).toBe('canary');
    expect((await read(arnOf('App/Db'), middle.kms)).SecretData).toBe('canary');
  });

  it('is denied by name and by ARN alike', async () => {
    const deny = { Effect: 'Deny', Action: 'kms:GetSecretValue', Resource: arnOf('App/Db') } as const;
    const user = await ramUser(kms, [{ Action: 'kms:*' }, deny]);
    for (const name of ['App/Db', arnOf('App/Db')]) {
      await expect(read(name, user.kms)).rejects.toMatchObject({ code: 'Forbidden.NoPermission' });
    }
    const batch = { SecretsList: JSON.stringify([{ SecretName: 'App/Db' }, { SecretName: arnOf('App/Db') }]) };
    expect((await user.kms.request('BatchGetSecretValue', batch)).SecretValues).toEqual([]);
    // An ARN that leaves out what the Deny names finds nothing either.
    await expect(read(arnOf('App/Db', '', ''), user.kms)).rejects.toMatchObject({ code: 'Forbidden.ResourceNotFound' });
  });

  it('is not opened by a condition on a tag that the secret does not have', async () => {
    const Condition = { StringEquals: { 'kms:tag/team': 'red' } };
    const user = await ramUser(kms, [{ Action: 'kms:GetSecretValue', Condition }]);
    await expect(read('App/Db', user.kms)).rejects.toMatchObject({ code: 'Forbidden.NoPermission' });
    await kms.call('TagResource', { SecretName: 'App/Db', Tags: '[{"TagKey":"team","TagValue":"red"}]' });
    expect((await read('App/Db', user.kms)).SecretData).toBe('canary');
  });
});
