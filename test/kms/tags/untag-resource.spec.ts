import type { Members } from '../../support/api-clients.ts';
import { ramUser } from '../ram-callers.ts';
import { newAccount } from '../kms-account.ts';

const kms = await newAccount();

describe('UntagResource', () => {
  const untag = (parameters: Members, keys: string[] = ['a']) =>
    kms.call('UntagResource', { TagKeys: JSON.stringify(keys), ...parameters });
  const Tags = '[{"TagKey":"a","TagValue":"1"},{"TagKey":"b","TagValue":"2"}]';

  it('removes the given tags from a secret or a key, ignoring unknown ones', async () => {
    const SecretName = await kms.createSecret({ Tags });
    expect(Object.keys(await untag({ SecretName }, ['a', 'nothing']))).toEqual(['RequestId']);
    const described = await kms.call('DescribeSecret', { SecretName, FetchTags: 'true' });
    expect(described.Tags.Tag).toEqual([{ TagKey: 'b', TagValue: '2' }]);
    const { KeyId } = (await kms.call('CreateKey', { Tags })).KeyMetadata;
    await untag({ KeyId }, ['b']);
    const listed = await kms.call('ListResourceTags', { KeyId });
    expect(listed.Tags.Tag).toEqual([{ KeyId, TagKey: 'a', TagValue: '1' }]);
  });

  it('refuses parameters: no TagKeys, something other than a list, no resource', async () => {
    const SecretName = await kms.createSecret();
    await expect(untag({ SecretName, TagKeys: '' })).rejects.toMatchObject({ code: 'MissingParameter' });
    await expect(untag({ SecretName, TagKeys: 'a' })).rejects.toMatchObject({ code: 'InvalidParameter' });
    await expect(untag({})).rejects.toMatchObject({ code: 'MissingParameter' });
  });

  it('refuses state: an unknown key or secret', async () => {
    await expect(untag({ SecretName: 'nothing' })).rejects.toMatchObject({ code: 'Forbidden.ResourceNotFound' });
    await expect(untag({ KeyId: 'nothing' })).rejects.toMatchObject({ code: 'Forbidden.KeyNotFound' });
  });

  it('refuses a caller who may only tag', async () => {
    const SecretName = await kms.createSecret({ Tags });
    const user = await ramUser(kms, [{ Action: 'kms:TagResource' }]);
    const call = user.kms.request('UntagResource', { SecretName, TagKeys: '["a"]' });
    await expect(call).rejects.toMatchObject({ code: 'Forbidden.NoPermission' });
  });
});
