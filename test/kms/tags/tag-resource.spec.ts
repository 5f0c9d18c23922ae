import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, region } from '../kms-account.ts';
import { ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('TagResource', () => {
  const tag = (parameters: Members, tags: Record<string, string> = { a: '1' }) => {
    const Tags = JSON.stringify(Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })));
    return kms.call('TagResource', { Tags, ...parameters });
  };
  const tagsOf = async (SecretName: string) =>
    (await kms.call('DescribeSecret', { SecretName, FetchTags: 'true' })).Tags.Tag;

  describe('answers', () => {
    it('tags of a secret, new ones and ones with another value, and leaves the others', async () => {
      const SecretName = await kms.createSecret({
        Tags: '[{"TagKey":"a","TagValue":"0"},{"TagKey":"b","TagValue":"2"}]',
      });
      expect(Object.keys(await tag({ SecretName }, { a: '1', c: '' }))).toEqual(['RequestId']);
      expect(await tagsOf(SecretName)).toEqual([
        { TagKey: 'a', TagValue: '1' },
        { TagKey: 'b', TagValue: '2' },
        { TagKey: 'c', TagValue: '' },
      ]);
    });

    it('tags of a key, by id or ARN', async () => {
      const { KeyId, Arn } = (await kms.call('CreateKey')).KeyMetadata;
      await tag({ KeyId }, { a: '1' });
      await tag({ KeyId: Arn }, { b: '2' });
      const { Tags } = await kms.call('ListResourceTags', { KeyId });
      expect(Tags.Tag.map(({ TagKey }: Members) => TagKey)).toEqual(['a', 'b']);
    });

    it('all tags of simultaneous calls', async () => {
      const SecretName = await kms.createSecret();
      await Promise.all(Array.from({ length: 12 }, (_, n) => tag({ SecretName }, { [`k${n}`]: 'x' })));
      expect(await tagsOf(SecretName)).toHaveLength(12);
    });
  });

  describe('refuses parameters', () => {
    it('neither a key nor a secret, or both', async () => {
      await expect(tag({})).rejects.toMatchObject({ code: 'MissingParameter' });
      await expect(tag({ KeyId: 'key-x', SecretName: 'x' })).rejects.toMatchObject({ code: 'InvalidParameter' });
    });

    it.each([
      ['a reserved key', { 'acs:x': '1' }],
      ['another reserved key', { aliyunx: '1' }],
      ['an empty key', { '': '1' }],
      ['a key of 129 characters', { ['k'.repeat(129)]: '1' }],
      ['a value of 129 characters', { a: 'v'.repeat(129) }],
      ['a character that is not allowed', { a: '<b>' }],
    ])('%s', async (_, tags) => {
      const SecretName = await kms.createSecret();
      await expect(tag({ SecretName }, tags)).rejects.toMatchObject({ code: 'InvalidParameter' });
    });

    it('a key twice, and a certificate', async () => {
      const SecretName = await kms.createSecret();
      const Tags = '[{"TagKey":"a","TagValue":"1"},{"TagKey":"a","TagValue":"2"}]';
      await expect(kms.call('TagResource', { SecretName, Tags })).rejects.toMatchObject({ code: 'InvalidParameter' });
      await expect(tag({ CertificateId: 'x' })).rejects.toMatchObject({ code: 'InvalidParameter' });
    });
  });

  describe('refuses state', () => {
    it('a twenty-first tag', async () => {
      const twenty = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`k${n}`, 'x']));
      const SecretName = await kms.createSecret();
      await tag({ SecretName }, twenty);
      await tag({ SecretName }, { k0: 'other' });
      expect(await refusal(tag({ SecretName }, { more: 'x' }))).toMatchObject({
        code: 'Rejected.LimitExceeded',
        status: 400,
      });
    });

    it('an unknown key or secret, and a secret that is scheduled for deletion', async () => {
      await expect(tag({ SecretName: 'nothing' })).rejects.toMatchObject({ code: 'Forbidden.ResourceNotFound' });
      await expect(tag({ KeyId: 'key-nothing' })).rejects.toMatchObject({ code: 'Forbidden.KeyNotFound' });
      const SecretName = await kms.createSecret();
      await kms.call('DeleteSecret', { SecretName });
      await expect(tag({ SecretName })).rejects.toMatchObject({ code: 'Rejected.ResourceInDeleteWindow' });
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for this resource, and lets a condition see the tags', async () => {
      const [mine, others] = [
        await kms.createSecret({ Tags: '[{"TagKey":"team","TagValue":"red"}]' }),
        await kms.createSecret(),
      ];
      const Condition = { StringEquals: { 'kms:tag/team': 'red' } };
      const user = await ramUser(kms, [{ Action: 'kms:TagResource', Condition }]);
      const asUser = (SecretName: string) =>
        user.kms.request('TagResource', { SecretName, Tags: '[{"TagKey":"x","TagValue":"y"}]' });
      await asUser(mine);
      expect(await refusal(asUser(others))).toEqual({
        code: 'Forbidden.NoPermission',
        status: 403,
        message: `This operation for acs:kms:${region}:${kms.accountId}:secret/${others} is forbidden by permission system.`,
      });
    });
  });
});
