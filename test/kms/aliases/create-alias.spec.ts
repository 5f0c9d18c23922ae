import { refusal } from '../../support/api-clients.ts';
import { aliasUnsupported, expectUnknownKey, invalid } from '../key-behaviour.ts';
import { newAccount, region, titled } from '../kms-account.ts';
import { allow, otherAccount, ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('CreateAlias', () => {
  describe('answers', () => {
    it('only the RequestId, and the key has another name', async () => {
      const { KeyId } = await kms.createKey();
      const answer = await kms.call('CreateAlias', { AliasName: 'alias/app/db-1', KeyId });
      expect(answer).toEqual({ RequestId: expect.any(String) });
      const arn = `acs:kms:${region}:${kms.accountId}:alias/app/db-1`;
      for (const reference of ['alias/app/db-1', arn])
        expect((await kms.call('DescribeKey', { KeyId: reference })).KeyMetadata.KeyId).toBe(KeyId);
      const SecretName = await kms.createSecret({ EncryptionKeyId: 'alias/app/db-1' });
      expect((await kms.call('DescribeSecret', { SecretName })).EncryptionKeyId).toBe(KeyId);
    });

    it('separate names in each region and account', async () => {
      const { KeyId } = (await kms.call('CreateKey', { RegionId: 'cn-beijing' })).KeyMetadata;
      await kms.call('CreateAlias', { AliasName: 'alias/app/db-1', KeyId, RegionId: 'cn-beijing' });
      const other = await otherAccount(kms);
      const foreign = (await other.call('CreateKey')).KeyMetadata;
      await other.call('CreateAlias', { AliasName: 'alias/app/db-1', KeyId: foreign.KeyId });
      expect((await other.call('DescribeKey', { KeyId: 'alias/app/db-1' })).KeyMetadata.KeyId).toBe(foreign.KeyId);
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['AliasName', 'app'],
        ['AliasName', 'alias/'],
        ['AliasName', 'alias/acs/ecs'],
        ['AliasName', 'alias/a b'],
        ['AliasName', 'alias/*'],
        ['AliasName', 'Alias/a'],
        ['AliasName', `alias/${'a'.repeat(250)}`],
      ]),
    )('%s', async (_, name, value) => {
      expect(await refusal(kms.call('CreateAlias', { AliasName: 'alias/x', KeyId: 'key-1', [name]: value }))).toEqual(
        invalid(name),
      );
    });
  });

  describe('refuses state', () => {
    it('unknown keys, and keys of other accounts', async () => {
      await expectUnknownKey(kms, 'CreateAlias', { AliasName: 'alias/other' });
    });

    it('a name that is in use, also when two calls come at the same time', async () => {
      const { KeyId } = await kms.createKey();
      const calls = [1, 2, 3].map(() => kms.call('CreateAlias', { AliasName: 'alias/once', KeyId }));
      const failed = (await Promise.allSettled(calls)).filter(({ status }) => status === 'rejected');
      expect(failed).toHaveLength(2);
      expect(await refusal(kms.call('CreateAlias', { AliasName: 'alias/once', KeyId }))).toEqual({
        code: 'AliasAlreadyExists',
        status: 400,
        message: 'AliasName Already Exists.',
      });
    });

    it('an alias', async () => {
      const { KeyId } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/mine', KeyId });
      expect(await refusal(kms.call('CreateAlias', { AliasName: 'alias/other', KeyId: 'alias/mine' }))).toEqual(
        aliasUnsupported,
      );
    });
  });

  describe('refuses the caller', () => {
    it('who has the permission for only one of the alias and the key', async () => {
      const { KeyId, Arn } = await kms.createKey();
      const alias = `acs:kms:${region}:${kms.accountId}:alias/both`;
      const parameters = { AliasName: 'alias/both', KeyId };
      const [ofAlias, ofKey] = [await ramUser(kms, [allow('kms:*', alias)]), await ramUser(kms, [allow('kms:*', Arn)])];
      expect((await refusal(ofAlias.call('CreateAlias', parameters))).message).toContain(Arn);
      expect((await refusal(ofKey.call('CreateAlias', parameters))).message).toContain(alias);
      const user = await ramUser(kms, [allow('kms:CreateAlias', [alias, Arn])]);
      await user.call('CreateAlias', parameters);
    });
  });
});
