import { refusal, type Members } from '../support/api-clients.ts';
import { call, callV3 } from '../support/signed-request.ts';
import { ecsPassword } from './kms-account.ts';
import { KmsApplication } from './kms-application.ts';

describe('hostile parameters of secrets', () => {
  let kms: KmsApplication;
  let SecretName: string;

  beforeAll(async () => {
    kms = await KmsApplication.start();
    SecretName = await kms.createSecret({ Tags: '[{"TagKey":"a","TagValue":"b"}]', Description: 'one' });
  });

  afterAll(() => kms.app.stop());

  const injections = [
    `' or true --`,
    `'; drop table kms_secrets; --`,
    `") or ("1"="1`,
    '%',
    '_',
    '\\',
    `${'\\'.repeat(3)}'`,
    '$1',
    ':now',
    '*',
  ];
  const total = async (action: string, parameters: Members) => {
    const answer = await kms.call(action, parameters);
    return answer.TotalCount ?? answer.TagResources.TagResource.length;
  };

  describe('are plain text to the database', () => {
    it.each(injections)('in filters and tags: %s', async (text) => {
      for (const Key of [
        'SecretName',
        'Description',
        'TagKey',
        'TagValue',
        'SecretType',
        'Creator',
        'DKMSInstanceId',
      ]) {
        expect(await total('ListSecrets', { Filters: JSON.stringify([{ Key, Values: [text] }]) })).toBe(0);
      }
      const tagged = { ResourceType: 'secret', 'Tag.1.Key': 'a', 'Tag.1.Value': text };
      const outcome = await total('ListTagResources', tagged).catch(({ code }) => code);
      expect([0, 'InvalidParameter.TagValue']).toContain(outcome);
    });

    it.each(injections)('in version ids, labels and values: %s', async (text) => {
      const name = await kms.createSecret({ VersionId: text, SecretData: text, Description: text });
      await kms.call('PutSecretValue', {
        SecretName: name,
        VersionId: 'v2',
        SecretData: 'x',
        VersionStages: JSON.stringify([text]),
      });
      expect((await kms.call('GetSecretValue', { SecretName: name, VersionId: text })).SecretData).toBe(text);
      expect((await kms.call('GetSecretValue', { SecretName: name, VersionStage: text })).VersionId).toBe('v2');
      expect((await kms.call('DescribeSecret', { SecretName: name })).Description).toBe(text);
    });

    it('except a NUL and half a surrogate pair, which are refused', async () => {
      const bad = ['a\0b', '\ud800'];
      for (const text of bad) {
        const filter = JSON.stringify([{ Key: 'SecretName', Values: [text] }]);
        const json = (parameters: object) =>
          callV3(kms.app, {
            headers: { 'x-acs-action': 'ListSecrets', 'content-type': 'application/json' },
            body: JSON.stringify(parameters),
          });
        expect((await json({ Filters: filter })).body).toMatchObject({ Code: 'InvalidParameter' });
        const tag = await refusal(
          kms.call('ListTagResources', { ResourceType: 'secret', Tag: JSON.stringify([{ Key: text }]) }),
        );
        expect(tag).toMatchObject({ status: 400 });
      }
    });
  });

  describe('are too many', () => {
    it.each([
      [
        'a million values of a filter',
        'ListSecrets',
        { Filters: `[{"Key":"SecretName","Values":[${'"a",'.repeat(999_999)}"a"]}]` },
      ],
      [
        'a million resources',
        'ListTagResources',
        { ResourceType: 'secret', ResourceId: `[${'"a",'.repeat(999_999)}"a"]` },
      ],
      ['a million secrets', 'BatchGetSecretValue', { SecretsList: `[${'{},'.repeat(300_000)}{}]` }],
      ['deeply nested JSON', 'TagResource', { SecretName: 'x', Tags: '['.repeat(100_000) }],
    ])('%s', async (_, action, parameters) => {
      const answer = await call(
        kms.app,
        [['Action', action], ...Object.entries(parameters as unknown as Record<string, string>)],
        {
          method: 'POST',
          place: 'form',
        },
      );
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    });
  });

  describe('set nothing but what the operation says', () => {
    const columns = [
      'AccountId',
      'account',
      'Arn',
      'Owner',
      'SecretId',
      'Creator',
      'CreatedAt',
      'KeyId',
      'PlannedDeletionAt',
      'DeletedAt',
    ];
    const strange = [...columns, 'VersionStages', 'KeyState', 'toString', 'hasOwnProperty', 'Policy.1.Statement'];
    it.each([...strange, '__proto__', '__proto__.x', 'constructor', 'constructor.prototype.x'])('%s', async (name) => {
      const before = await kms.query('select * from kms_secrets');
      const parameters: [string, string][] = [
        ['Action', 'UpdateSecret'],
        ['SecretName', SecretName],
        ['Description', 'changed'],
        [name, 'x'],
      ];
      const answer = await call(kms.app, parameters, { method: 'POST', place: 'form' });
      expect(answer.body).toMatchObject({ HttpStatus: 400, Code: 'InvalidParameter' });
      expect(await kms.query('select * from kms_secrets')).toEqual(before);
    });

    it.each(['__proto__', 'constructor', 'prototype', 'Owner', 'accountId'])(
      'a member %s of ExtendedConfig',
      async (name) => {
        const { SecretData } = ecsPassword('');
        const InstanceId = await kms.registerInstance();
        const { ExtendedConfig } = ecsPassword(InstanceId);
        const planted = `${ExtendedConfig.slice(0, -1)},"${name}":{"isAdmin":"true"}}`;
        const create = kms.call('CreateSecret', {
          SecretName: kms.newName(),
          VersionId: 'v1',
          SecretType: 'ECS',
          SecretData,
          ExtendedConfig: planted,
        });
        await expect(create).rejects.toMatchObject({ code: 'InvalidParameter' });
        expect({}).not.toHaveProperty('isAdmin');
      },
    );

    it('CustomData with the name of a prototype is data, and changes no object', async () => {
      const managed = await kms.createEcsSecret();
      const outcome = await kms
        .call('UpdateSecret', {
          SecretName: managed,
          ExtendedConfig: '{"CustomData":{"__proto__":"x","isAdmin":"true"}}',
        })
        .then(
          () => 'taken',
          ({ code }) => code,
        );
      expect(['taken', 'InvalidParameter']).toContain(outcome);
      expect({}).not.toHaveProperty('isAdmin');
      expect((await kms.call('DescribeSecret', { SecretName: managed })).SecretType).toBe('ECS');
    });
  });

  describe('reveal nothing', () => {
    it('about ids: a secret shows none, and a reused name has another', async () => {
      const name = await kms.createSecret();
      const ids = () => kms.query('select secret_id from kms_secrets where name = $1', [name]);
      const [former] = await ids();
      expect(JSON.stringify(await kms.call('DescribeSecret', { SecretName: name }))).not.toContain(
        former?.['secret_id'],
      );
      await kms.call('DeleteSecret', { SecretName: name, ForceDeleteWithoutRecovery: 'true' });
      await kms.createSecret({ SecretName: name });
      expect(await ids()).not.toEqual([former]);
    });

    it('from a page token, which is opaque and differs each time', async () => {
      for (let n = 0; n < 6; n += 1) {
        const tags = Array.from({ length: 20 }, (_, k) => ({ TagKey: `k${k}`, TagValue: 'x' }));
        await kms.createSecret({ Tags: JSON.stringify(tags) });
      }
      const token = async () => (await kms.call('ListTagResources', { ResourceType: 'secret' })).NextToken as string;
      const [one, two] = [await token(), await token()];
      expect(one).not.toBe(two);
      expect(Buffer.from(one, 'base64url').toString('latin1')).not.toContain('secret-');
    });
  });
});
