import { ramUser } from '../ram-callers.ts';
import { newAccount } from '../kms-account.ts';

const kms = await newAccount();

describe('ListResourceTags', () => {
  const createKey = async (Tags = '[{"TagKey":"a","TagValue":"1"}]') =>
    (await kms.call('CreateKey', { Tags })).KeyMetadata;

  it('answers the tags of a key, by id or ARN, with its id', async () => {
    const { KeyId, Arn } = await createKey();
    for (const named of [KeyId, Arn]) {
      const { Tags } = await kms.call('ListResourceTags', { KeyId: named });
      expect(Tags).toEqual({ Tag: [{ KeyId, TagKey: 'a', TagValue: '1' }] });
    }
    const bare = (await kms.call('CreateKey')).KeyMetadata;
    expect((await kms.call('ListResourceTags', { KeyId: bare.KeyId })).Tags).toEqual({ Tag: [] });
  });

  it('refuses parameters: no KeyId', async () => {
    await expect(kms.call('ListResourceTags')).rejects.toMatchObject({ code: 'MissingParameter' });
  });

  it('refuses state: an unknown key', async () => {
    const call = kms.call('ListResourceTags', { KeyId: 'key-nothing' });
    await expect(call).rejects.toMatchObject({ code: 'Forbidden.KeyNotFound' });
  });

  it('refuses an alias, which would bypass a policy on the key', async () => {
    const { KeyId } = await createKey();
    await kms.call('CreateAlias', { AliasName: 'alias/tagged', KeyId });
    const call = kms.call('ListResourceTags', { KeyId: 'alias/tagged' });
    await expect(call).rejects.toMatchObject({ code: 'Unsupported.Alias' });
  });

  it('refuses a caller who may read other keys only', async () => {
    const [mine, others] = [await createKey(), await createKey()];
    const user = await ramUser(kms, [{ Action: 'kms:ListResourceTags', Resource: mine.Arn }]);
    await user.kms.request('ListResourceTags', { KeyId: mine.KeyId });
    const call = user.kms.request('ListResourceTags', { KeyId: others.KeyId });
    await expect(call).rejects.toMatchObject({ code: 'Forbidden.NoPermission' });
  });
});
