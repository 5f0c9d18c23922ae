import { refusal } from '../../support/api-clients.ts';
import { expectGuarded } from '../key-behaviour.ts';
import { newAccount, region } from '../kms-account.ts';

const kms = await newAccount();

describe('DescribeKey', () => {
  let created: Record<string, string>;
  beforeAll(async () => {
    created = (await kms.call('CreateKey', { Description: 'described' })).KeyMetadata;
  });

  describe('answers', () => {
    it('what CreateKey answered, by id', async () => {
      const { KeyMetadata } = await kms.call('DescribeKey', { KeyId: created.KeyId });
      expect(KeyMetadata).toEqual({ ...created, DeletionProtection: 'Disabled' });
    });

    it('the same by ARN', async () => {
      const { KeyMetadata } = await kms.call('DescribeKey', { KeyId: created.Arn });
      expect(KeyMetadata.KeyId).toBe(created.KeyId);
    });
  });

  describe('refuses parameters', () => {
    it('no KeyId', async () => {
      expect(await refusal(kms.call('DescribeKey'))).toEqual({
        code: 'MissingParameter',
        status: 400,
        message: 'The parameter  KeyId  needed but no provided.',
      });
    });

    it('a KeyId with characters that no key has', async () => {
      await expect(kms.call('DescribeKey', { KeyId: "key-' or 1=1" })).rejects.toMatchObject({
        code: 'InvalidParameter',
      });
    });
  });

  describe('refuses state', () => {
    it.each([
      ['an unknown id', () => 'key-unknown'],
      ['an ARN of another account', () => `acs:kms:${region}:1234567890123456:key/${created.KeyId}`],
      ['an ARN of another region', () => `acs:kms:cn-beijing:${kms.accountId}:key/${created.KeyId}`],
    ])('%s', async (_, keyId) => {
      expect(await refusal(kms.call('DescribeKey', { KeyId: keyId() }))).toEqual({
        code: 'Forbidden.KeyNotFound',
        status: 404,
        message: 'The specified Key is not found.',
      });
    });

    it('an unknown alias', async () => {
      expect(await refusal(kms.call('DescribeKey', { KeyId: 'alias/mine' }))).toEqual({
        code: 'Forbidden.AliasNotFound',
        status: 404,
        message: 'The specified Alias is not found.',
      });
    });

    it('a key of another region, by id', async () => {
      const call = kms.call('DescribeKey', { KeyId: created.KeyId, RegionId: 'cn-beijing' });
      await expect(call).rejects.toMatchObject({ code: 'Forbidden.KeyNotFound' });
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await kms.createKey();
      await expectGuarded(kms, 'DescribeKey', { KeyId });
    });
  });
});
