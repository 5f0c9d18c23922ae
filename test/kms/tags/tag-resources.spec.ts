import { refusal, type Members } from '../../support/api-clients.ts';
import { region } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';
import { otherAccount, policyOf, ramUser } from '../ram-callers.ts';

describe('TagResources', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  const named = (ids: string[]) => Object.fromEntries(ids.map((id, index) => [`ResourceId.${index + 1}`, id]));
  const pairs = (tags: [string, string?][]) =>
    Object.fromEntries(
      tags.flatMap(([key, value], index) => [
        [`Tag.${index + 1}.Key`, key],
        ...(value === undefined ? [] : [[`Tag.${index + 1}.Value`, value]]),
      ]),
    ) as Members;
  const call = (ids: string[], tags: [string, string?][] = [['a', '1']], ResourceType = 'secret') => ({
    RegionId: region,
    ResourceType,
    ...named(ids),
    ...pairs(tags),
  });
  const tag = (...parameters: Parameters<typeof call>) => kms.call('TagResources', call(...parameters));
  const tagsOf = async (SecretName: string) =>
    (await kms.call('DescribeSecret', { SecretName, FetchTags: 'true' })).Tags.Tag;
  const notFound = {
    code: 'InvalidResourceId.NotFound',
    status: 404,
    message: 'The specified ResourceId is not found.',
  };

  describe('answers', () => {
    it('tags on every given secret, by name or ARN, each once', async () => {
      const [one, two] = [await kms.createSecret(), await kms.createSecret()];
      const { Arn } = await kms.call('DescribeSecret', { SecretName: two });
      const answer = await tag([one, Arn, two], [['a', '1'], ['b']]);
      expect(Object.keys(answer)).toEqual(['RequestId']);
      const tags = [
        { TagKey: 'a', TagValue: '1' },
        { TagKey: 'b', TagValue: '' },
      ];
      expect([await tagsOf(one), await tagsOf(two)]).toEqual([tags, tags]);
    });

    it('tags on keys', async () => {
      const keys = [(await kms.call('CreateKey')).KeyMetadata, (await kms.call('CreateKey')).KeyMetadata];
      await tag([keys[0].KeyId, keys[1].Arn], [['a', '1']], 'key');
      for (const { KeyId } of keys) {
        const { Tags } = await kms.call('ListResourceTags', { KeyId });
        expect(Tags.Tag).toEqual([{ KeyId, TagKey: 'a', TagValue: '1' }]);
      }
    });

    it('calls for the same secrets in different orders, without deadlock', async () => {
      const names = [await kms.createSecret(), await kms.createSecret(), await kms.createSecret()];
      const calls = Array.from({ length: 16 }, (_, n) =>
        tag(n % 2 === 0 ? names : [...names].reverse(), [[`k${n}`, 'x']]),
      );
      await Promise.all(calls);
      for (const name of names) expect(await tagsOf(name)).toHaveLength(16);
    });

    it('and audits every resource', async () => {
      const names = [await kms.createSecret(), await kms.createSecret()];
      const { RequestId } = await tag(names);
      const rows = await kms.query('select resource, result from audit_events where request_id = $1', [RequestId]);
      const arns = names.map((name) => `acs:kms:${region}:${kms.accountId}:secret/${name}`);
      expect(rows.map(({ resource }) => resource).sort()).toEqual(arns.sort());
    });
  });

  describe('refuses parameters', () => {
    it.each([
      ['a reserved key', [['acs:x', '1']], 'InvalidParameter.TagKey'],
      ['another reserved key', [['aliyun', '1']], 'InvalidParameter.TagKey'],
      ['a key that is too long', [['k'.repeat(129), '1']], 'InvalidParameter.TagKey'],
      ['a value that is too long', [['a', 'v'.repeat(129)]], 'InvalidParameter.TagValue'],
      ['a key twice', [['a', '1'], ['a', '2']], 'Duplicate.TagKey'], // prettier-ignore
    ] as [string, [string, string][], string][])('%s', async (_, tags, code) => {
      const SecretName = await kms.createSecret();
      expect(await refusal(tag([SecretName], tags))).toMatchObject({ code, status: 400 });
      expect(await tagsOf(SecretName)).toEqual([]);
    });

    it('no resources, no tags, and another type', async () => {
      const SecretName = await kms.createSecret();
      await expect(tag([])).rejects.toMatchObject({ code: 'MissingParameter' });
      const none = kms.call('TagResources', { ...call([]), ResourceId: '[]' });
      await expect(none).rejects.toMatchObject({ code: 'MissingParameter' });
      await expect(tag([SecretName], [])).rejects.toMatchObject({ code: 'MissingParameter' });
      await expect(tag([SecretName], [['a']], 'certificate')).rejects.toMatchObject({ code: 'InvalidParameter' });
    });
  });

  describe('refuses state', () => {
    it('all when one does not exist, has too many tags, or is scheduled for deletion', async () => {
      const good = await kms.createSecret();
      const full = await kms.createSecret();
      const twenty = Array.from({ length: 20 }, (_, n): [string, string] => [`k${n}`, 'x']);
      await tag([full], twenty);
      const deleted = await kms.createSecret();
      await kms.call('DeleteSecret', { SecretName: deleted });
      expect(await refusal(tag([good, 'nothing']))).toEqual(notFound);
      expect(await refusal(tag([good, full]))).toMatchObject({ code: 'Rejected.LimitExceeded' });
      expect(await refusal(tag([good, deleted]))).toMatchObject({ code: 'Rejected.ResourceInDeleteWindow' });
      expect(await refusal(tag([good], [['a', '1']], 'key'))).toEqual(notFound);
      expect(await tagsOf(good)).toEqual([]);
    });
  });

  describe('refuses the caller', () => {
    it('all when they may not tag one of them', async () => {
      const [mine, others] = [await kms.createSecret(), await kms.createSecret()];
      const user = await ramUser(kms, [{ Action: 'kms:TagResources', Resource: `acs:kms:*:*:secret/${mine}` }]);
      const asUser = (...ids: string[]) => user.kms.request('TagResources', call(ids));
      await asUser(mine);
      expect(await refusal(asUser(mine, others))).toMatchObject({ code: 'Forbidden.NoPermission', status: 403 });
      expect(await tagsOf(others)).toEqual([]);
    });

    it('who names another account’s resource, as if it were unknown, unless both sides agree', async () => {
      const SecretName = await kms.createSecret();
      const Arn = `acs:kms:${region}:${kms.accountId}:secret/${SecretName}`;
      const other = await otherAccount(kms);
      const asOther = () => other.kms.request('TagResources', call([Arn]));
      expect(await refusal(asOther())).toEqual(notFound);
      const share = { Action: 'kms:TagResources', Principal: { RAM: [`acs:ram::${other.accountId}:root`] } };
      await kms.call('SetSecretPolicy', { SecretName, Policy: policyOf(share) });
      await asOther();
      expect(await tagsOf(SecretName)).toHaveLength(1);
    });
  });
});
