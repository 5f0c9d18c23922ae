import { refusal } from '../../support/api-clients.ts';
import { aliasUnsupported, expectGuarded, expectUnknownKey, invalid } from '../key-behaviour.ts';
import { newAccount } from '../kms-account.ts';

const kms = await newAccount();

describe('SetDeletionProtection', () => {
  const describeKey = async (KeyId: string) => (await kms.call('DescribeKey', { KeyId })).KeyMetadata;

  describe('answers', () => {
    it('only the RequestId, and DescribeKey shows the protection with its reason', async () => {
      const { KeyId, Arn } = await kms.createKey();
      const DeletionProtectionDescription = 'used by the backups';
      const on = { ProtectedResourceArn: Arn, EnableDeletionProtection: 'true', DeletionProtectionDescription };
      expect(await kms.call('SetDeletionProtection', on)).toEqual({ RequestId: expect.any(String) });
      expect(await describeKey(KeyId)).toMatchObject({ DeletionProtection: 'Enabled', DeletionProtectionDescription });
      await kms.call('SetDeletionProtection', { KeyId, ProtectedResourceArn: Arn, EnableDeletionProtection: 'false' });
      expect(await describeKey(KeyId)).toMatchObject({ DeletionProtection: 'Disabled' });
      expect(await describeKey(KeyId)).not.toHaveProperty('DeletionProtectionDescription');
    });
  });

  describe('refuses parameters', () => {
    it('no key, or two', async () => {
      const call = (parameters: object) =>
        kms.call('SetDeletionProtection', { EnableDeletionProtection: 'true', ...parameters });
      expect((await refusal(call({}))).message).toBe('The parameter  ProtectedResourceArn  needed but no provided.');
      const { Arn } = await kms.createKey();
      expect(await refusal(call({ KeyId: 'key-other', ProtectedResourceArn: Arn }))).toEqual(invalid('KeyId'));
      expect(await refusal(call({ KeyId: 'key-other', KmsInstanceId: 'kst-1' }))).toEqual(invalid('KmsInstanceId'));
    });
  });

  describe('refuses state', () => {
    it('unknown keys, and keys of other accounts', async () => {
      await expectUnknownKey(kms, 'SetDeletionProtection', { EnableDeletionProtection: 'true' });
    });

    it('an alias', async () => {
      const { KeyId } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/mine', KeyId });
      expect(
        await refusal(kms.call('SetDeletionProtection', { EnableDeletionProtection: 'true', KeyId: 'alias/mine' })),
      ).toEqual(aliasUnsupported);
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await kms.createKey();
      await expectGuarded(kms, 'SetDeletionProtection', { KeyId, EnableDeletionProtection: 'true' });
    });
  });
});
