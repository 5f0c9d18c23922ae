import { refusal } from '../../support/api-clients.ts';
import { expectGuarded, expectUnknownKey, invalid } from '../key-behaviour.ts';
import { newAccount, titled } from '../kms-account.ts';

const kms = await newAccount();

describe('DescribeKeyVersion', () => {
  describe('answers', () => {
    it('a version of the key', async () => {
      const { KeyId, PrimaryKeyVersion: KeyVersionId, CreationDate } = await kms.createKey();
      const { KeyVersion } = await kms.call('DescribeKeyVersion', { KeyId, KeyVersionId });
      expect(KeyVersion).toEqual({ KeyId, KeyVersionId, CreationDate });
    });
  });

  describe('refuses state', () => {
    it('a version of another key', async () => {
      const [{ KeyId }, other] = [await kms.createKey(), await kms.createKey()];
      const call = kms.call('DescribeKeyVersion', { KeyId, KeyVersionId: other.PrimaryKeyVersion });
      expect(await refusal(call)).toEqual({
        code: 'Forbidden.KeyVersionNotFound',
        status: 404,
        message: 'The specified Key version is not found.',
      });
    });
  });

  describe('refuses parameters', () => {
    it.each(titled([['KeyVersionId', 'a/b']]))('%s', async (_, name, value) => {
      expect(
        await refusal(kms.call('DescribeKeyVersion', { KeyId: 'key-1', KeyVersionId: 'x', [name]: value })),
      ).toEqual(invalid(name));
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey();
      await expectGuarded(kms, 'DescribeKeyVersion', { KeyId, KeyVersionId });
    });
  });

  it('does not find keys of other accounts', async () => {
    await expectUnknownKey(kms, 'DescribeKeyVersion', { KeyVersionId: 'x' });
  });
});
