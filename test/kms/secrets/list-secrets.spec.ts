import { SecretReader } from '../../../src/kms/kms.api.ts';
import { serviceRoleCaller } from '../../../src/identity/identity.api.ts';
import { bastionServiceRole } from '../../../src/bastionhost/bastion-role.api.ts';
import { ecsSecretsServiceRole } from '../../../src/kms/ecs-secrets-role.api.ts';
import { KmsErrors } from '../../../src/kms/kms.errors.ts';
import type { Members } from '../../support/api-clients.ts';
import { days, region, titled } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';

describe('ListSecrets', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
    await kms.createSecret({
      SecretName: 'db/main',
      Description: '100% of it',
      Tags: tags({ team: 'red', env: 'dev' }),
    });
    await kms.createSecret({ SecretName: 'db/other', Description: 'a_b', Tags: tags({ team: 'blue' }) });
    await kms.createEcsSecret({ SecretName: 'acs/ecs/web', Description: 'c\\d' });
  });

  afterAll(() => kms.app.stop());

  const tags = (pairs: Record<string, string>) =>
    JSON.stringify(Object.entries(pairs).map(([TagKey, TagValue]) => ({ TagKey, TagValue })));

  const named = ({ SecretList }: Members) => SecretList.Secret.map(({ SecretName }: Members) => SecretName);

  const list = async (filters: Record<string, string[]>) => {
    const Filters = JSON.stringify(Object.entries(filters).map(([Key, Values]) => ({ Key, Values })));
    const answer = await kms.call('ListSecrets', { Filters });
    expect(answer.TotalCount).toBe(named(answer).length);
    return named(answer);
  };

  describe('answers', () => {
    it('every secret, oldest first, without tags and values', async () => {
      const answer = await kms.call('ListSecrets');
      expect(named(answer)).toEqual(['db/main', 'db/other', 'acs/ecs/web']);
      expect(answer).toMatchObject({ PageNumber: 1, PageSize: 10, TotalCount: 3 });
      const time = expect.stringMatching(/Z$/);
      expect(answer.SecretList.Secret[2]).toEqual({
        SecretName: 'acs/ecs/web',
        SecretType: 'ECS',
        CreateTime: time,
        UpdateTime: time,
      });
    });

    it('tags when they are asked for', async () => {
      const { SecretList } = await kms.call('ListSecrets', { FetchTags: 'true' });
      expect(SecretList.Secret[1].Tags).toEqual({ Tag: [{ TagKey: 'team', TagValue: 'blue' }] });
      expect(SecretList.Secret[2].Tags).toEqual({ Tag: [] });
    });

    it('pages, and an empty one beyond the last', async () => {
      expect(named(await kms.call('ListSecrets', { PageNumber: 2, PageSize: 2 }))).toEqual(['acs/ecs/web']);
      const beyond = await kms.call('ListSecrets', { PageNumber: 9, PageSize: 2 });
      expect(beyond).toMatchObject({ SecretList: { Secret: [] }, TotalCount: 3 });
    });

    it('alternatives within a filter, and all filters at once', async () => {
      expect(await list({ SecretName: ['db/', 'web'] })).toEqual(['db/main', 'db/other', 'acs/ecs/web']);
      expect(await list({ SecretName: ['db/'], TagValue: ['blue', 'green'] })).toEqual(['db/other']);
      expect(await list({ TagKey: ['env', 'team'] })).toEqual(['db/main', 'db/other']);
      expect(await list({ SecretType: ['ECS'] })).toEqual(['acs/ecs/web']);
      expect(await list({ Creator: [kms.accountId], SecretType: ['Generic'] })).toEqual(['db/main', 'db/other']);
      expect(await list({ DKMSInstanceId: ['kst-1'] })).toEqual([]);
    });

    it('alternatives of a key that is named twice', async () => {
      const Filters = JSON.stringify(['red', 'blue'].map((color) => ({ Key: 'TagValue', Values: [color] })));
      expect(named(await kms.call('ListSecrets', { Filters }))).toEqual(['db/main', 'db/other']);
    });

    it('literal matches: no character is a wildcard', async () => {
      expect(await list({ Description: ['100%'] })).toEqual(['db/main']);
      expect(await list({ Description: ['%'] })).toEqual(['db/main']);
      expect(await list({ Description: ['_'] })).toEqual(['db/other']);
      expect(await list({ Description: ['\\'] })).toEqual(['acs/ecs/web']);
      expect(await list({ Description: ["') or true --"] })).toEqual([]);
      expect(await list({ SecretName: ['DB/'] })).toEqual([]);
    });

    it('filters that are sent as numbered parameters', async () => {
      const answer = await kms.call('ListSecrets', { Filters: [{ Key: 'SecretName', Values: ['main'] }] });
      expect(named(answer)).toEqual(['db/main']);
    });

    it('names that contain the text, wherever it begins and however long it is', async () => {
      const RegionId = 'cn-shenzhen';
      const names = ['web', 'web-1', 'web-10', 'prod/web-1/db', 'Web-1', 'aaaaaaaaaa', 'prod/webweb-1', '1-web'];
      for (const SecretName of names) await kms.createSecret({ SecretName, RegionId });
      const listed = async (...Values: string[]) => {
        const Filters = JSON.stringify([{ Key: 'SecretName', Values }]);
        const answer = await kms.call('ListSecrets', { RegionId, Filters });
        expect(answer.TotalCount).toBe(named(answer).length);
        return named(answer);
      };
      const parts = new Set(
        names.flatMap((name) => [...name].flatMap((_, n) => [name.slice(n), name.slice(0, n + 1)])),
      );
      for (const part of [...parts, 'eb-1/', 'aaaaaaaaaaa', 'wéb-1', 'bweb-1', 'b-1/d'])
        expect([part, await listed(part)]).toEqual([part, names.filter((name) => name.includes(part))]);
      expect(await listed('web-1', 'aa')).toEqual(names.filter((name) => /web-1|aa/.test(name)));
      expect(await listed('web-10', '1-we')).toEqual(['web-10', '1-web']);
    });

    it('a secret that is scheduled for deletion until its window ends', async () => {
      const SecretName = await kms.createSecret({ RegionId: 'cn-beijing' });
      const { PlannedDeleteTime } = await kms.call('DeleteSecret', {
        SecretName,
        RegionId: 'cn-beijing',
        RecoveryWindowInDays: 7,
      });
      const { SecretList } = await kms.call('ListSecrets', { RegionId: 'cn-beijing' });
      expect(SecretList.Secret).toMatchObject([{ SecretName, PlannedDeleteTime }]);
      kms.app.clock.advance(days(7) + 1_000);
      expect((await kms.call('ListSecrets', { RegionId: 'cn-beijing' })).TotalCount).toBe(0);
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['PageSize', '0'],
        ['PageSize', '101'],
        ['PageNumber', '-1'],
        ['FetchTags', 'yes'],
        ['Filters', '[{"Key":"Value","Values":["x"]}]'],
        ['Filters', '[{"Key":"SecretName","Values":[""]}]'],
        ['Filters', '[{"Key":"SecretName","Values":["a\\u0000b"]}]'],
        ['Filters', '[{"Key":"SecretName","Values":[{"a":1}]}]'],
        ['Filters', `[${Array(11).fill('{"Key":"SecretName","Values":["x"]}').join()}]`],
        ['Filters', JSON.stringify([{ Key: 'SecretName', Values: Array(11).fill('x') }])],
      ]),
    )('%s', async (_, name, value) => {
      await expect(kms.call('ListSecrets', { [name]: value })).rejects.toMatchObject({
        data: { Code: 'InvalidParameter', Message: `The specified parameter ${name} is not valid.` },
      });
    });
  });

  describe('refuses the caller', () => {
    const listing = { filters: [], page: { number: 1, size: 10 } };

    it('but not the bastion, and audits the call under its role', async () => {
      const context = { accountId: kms.accountId, region, onBehalfOf: 'user/alice', sourceAddress: '192.0.2.7' };
      const bastion = serviceRoleCaller(bastionServiceRole, context);
      const { items, total } = await kms.app.get(SecretReader).list(bastion, listing);
      expect(total).toBe(3);
      expect(items[2]?.ecs).toMatchObject({ subType: 'Password', regionId: region });
      const [row] = await kms.query('select * from audit_events where request_id = $1', [bastion.requestId]);
      expect(row).toMatchObject({
        action: 'ListSecrets',
        result: 'OK',
        resource: `acs:kms:${region}:${kms.accountId}:secret`,
        caller_arn: bastion.identity.arn,
        on_behalf_of: 'user/alice',
        source_address: '192.0.2.7',
      });
    });

    it('when it is a role that may not list', async () => {
      const caller = serviceRoleCaller(ecsSecretsServiceRole, { accountId: kms.accountId, region });
      await expect(kms.app.get(SecretReader).list(caller, listing)).rejects.toMatchObject({
        code: KmsErrors.table.NoPermission.code,
        message: `This operation for acs:kms:${region}:${kms.accountId}:secret is forbidden by permission system.`,
      });
      const [row] = await kms.query('select result from audit_events where request_id = $1', [caller.requestId]);
      expect(row).toEqual({ result: 'Forbidden.NoPermission' });
    });
  });
});
