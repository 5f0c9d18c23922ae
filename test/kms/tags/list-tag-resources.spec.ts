import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, region } from '../kms-account.ts';
import { otherAccount, ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('ListTagResources', () => {
  let names: string[];
  beforeAll(async () => {
    names = [];
    // 15 secrets with 16 tags each: three pages of a hundred.
    for (let n = 0; n < 15; n += 1) {
      const tags = Array.from({ length: 16 }, (_, k) => ({ TagKey: `k${k}`, TagValue: `${n % 3}` }));
      names.push(await kms.createSecret({ SecretName: `many-${10 + n}`, Tags: JSON.stringify(tags) }));
    }
    await kms.createSecret({ SecretName: 'one', Tags: '[{"TagKey":"team","TagValue":"red"}]' });
    await kms.createSecret({ SecretName: 'none' });
  });

  const list = (parameters: Members = {}, client = kms.app.pop('kms')) =>
    client.request('ListTagResources', { RegionId: region, ResourceType: 'secret', ...parameters });
  const idsOf = ({ TagResources }: Members) => [
    ...new Set(TagResources.TagResource.map(({ ResourceId }: Members) => ResourceId)),
  ];

  describe('answers', () => {
    it('the tags of the resources that are named, and no token on the last page', async () => {
      const { RequestId: _, ...answer } = await list({ 'ResourceId.1': 'one', 'ResourceId.2': 'none' });
      const tag = { ResourceType: 'secret', ResourceId: 'one', TagKey: 'team', TagValue: 'red' };
      expect(answer).toEqual({ TagResources: { TagResource: [tag] } });
      const byArn = await list({ 'ResourceId.1': `acs:kms:${region}:${kms.accountId}:secret/one` });
      expect(byArn.TagResources.TagResource).toEqual([tag]);
    });

    it('all tags of all secrets page by page, each once', async () => {
      const found: string[] = [];
      let NextToken: string | undefined;
      for (let page = 0; page < 3; page += 1) {
        const answer: Members = await list(NextToken === undefined ? {} : { NextToken });
        found.push(...answer.TagResources.TagResource.map((tag: Members) => `${tag.ResourceId} ${tag.TagKey}`));
        NextToken = answer.NextToken;
      }
      expect(NextToken).toBeUndefined();
      expect(new Set(found).size).toBe(15 * 16 + 1);
      expect(found).toHaveLength(15 * 16 + 1);
    });

    it('the resources that have every tag that is asked for, with its value or with any', async () => {
      expect(idsOf(await list({ 'Tag.1.Key': 'team' }))).toEqual(['one']);
      expect(idsOf(await list({ 'Tag.1.Key': 'team', 'Tag.1.Value': 'blue' }))).toEqual([]);
      const both = { 'Tag.1.Key': 'k0', 'Tag.1.Value': '1', 'Tag.2.Key': 'k15' };
      expect(idsOf(await list(both))).toEqual(names.filter((_, n) => n % 3 === 1));
      expect(idsOf(await list({ ...both, 'Tag.3.Key': 'team' }))).toEqual([]);
    });

    it('the tags of keys', async () => {
      const { KeyId } = (await kms.call('CreateKey', { Tags: '[{"TagKey":"a","TagValue":"b"}]' })).KeyMetadata;
      const { TagResources } = await list({ ResourceType: 'key', 'ResourceId.1': KeyId });
      expect(TagResources.TagResource).toEqual([
        { ResourceType: 'key', ResourceId: KeyId, TagKey: 'a', TagValue: 'b' },
      ]);
    });
  });

  describe('refuses parameters', () => {
    it('no type, an unknown type, and a bad tag', async () => {
      await expect(list({ ResourceType: '' })).rejects.toMatchObject({ code: 'MissingParameter' });
      await expect(list({ ResourceType: 'certificate' })).rejects.toMatchObject({ code: 'InvalidParameter' });
      await expect(list({ 'Tag.1.Value': 'x' })).rejects.toMatchObject({ code: 'InvalidParameter.TagKey' });
    });

    it('a token for another query, region or account, and an invalid one', async () => {
      const { NextToken } = await list();
      const refused = {
        code: 'InvalidParameter',
        status: 400,
        message: 'The specified parameter NextToken is not valid.',
      };
      expect(await refusal(list({ NextToken, 'Tag.1.Key': 'k0' }))).toEqual(refused);
      // The id of the sealing key is replaced with an unknown one, as after a rotation of the master key.
      const forged = Buffer.from(NextToken, 'base64url').fill(0, 1, 5).toString('base64url');
      expect(await refusal(list({ NextToken: forged }))).toEqual(refused);
      expect(await refusal(list({ NextToken, ResourceType: 'key' }))).toEqual(refused);
      expect(await refusal(list({ NextToken, RegionId: 'cn-beijing' }))).toEqual(refused);
      const other = await otherAccount(kms);
      expect(await refusal(list({ NextToken }, other.kms))).toEqual(refused);
      for (const forged of ['x', 'bWFueS0xMA', `${NextToken.slice(0, -2)}AA`, NextToken.slice(4)]) {
        expect(await refusal(list({ NextToken: forged }))).toEqual(refused);
      }
    });
  });

  describe('refuses state', () => {
    it('an unknown resource, and one whose recovery window has ended', async () => {
      const notFound = {
        code: 'InvalidResourceId.NotFound',
        status: 404,
        message: 'The specified ResourceId is not found.',
      };
      expect(await refusal(list({ 'ResourceId.1': 'one', 'ResourceId.2': 'nothing' }))).toEqual(notFound);
      const own = `acs:kms:${region}:${kms.accountId}:secret/one`;
      expect(await refusal(list({ 'ResourceId.1': own }, (await otherAccount(kms)).kms))).toEqual(notFound);
    });
  });

  describe('refuses the caller', () => {
    it('who may see the tags of one secret only, when they ask for all', async () => {
      const user = await ramUser(kms, [{ Action: 'kms:ListTagResources', Resource: 'acs:kms:*:*:secret/one' }]);
      expect(idsOf(await list({ 'ResourceId.1': 'one' }, user.kms))).toEqual(['one']);
      await expect(list({}, user.kms)).rejects.toMatchObject({ code: 'Forbidden.NoPermission' });
      const another = list({ 'ResourceId.1': 'none' }, user.kms);
      await expect(another).rejects.toMatchObject({ code: 'Forbidden.NoPermission' });
    });

    it('of another account: it sees only its own, which are none', async () => {
      const other = await otherAccount(kms);
      expect((await list({}, other.kms)).TagResources.TagResource).toEqual([]);
    });
  });
});
