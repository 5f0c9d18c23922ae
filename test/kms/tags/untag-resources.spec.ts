import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, region } from '../kms-account.ts';
import { ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('UntagResources', () => {
  const Tags = '[{"TagKey":"a","TagValue":"1"},{"TagKey":"b","TagValue":"2"}]';
  const untag = (ids: string[], others: Members = {}, client = kms.app.pop('kms')) =>
    client.request('UntagResources', {
      RegionId: region,
      ResourceType: 'secret',
      ...Object.fromEntries(ids.map((id, index) => [`ResourceId.${index + 1}`, id])),
      ...others,
    });
  const keysOf = async (SecretName: string) =>
    (await kms.call('DescribeSecret', { SecretName, FetchTags: 'true' })).Tags.Tag.map(({ TagKey }: Members) => TagKey);

  it('removes the given tags from all given resources', async () => {
    const names = [await kms.createSecret({ Tags }), await kms.createSecret({ Tags })];
    await untag(names, { 'TagKey.1': 'a', 'TagKey.2': 'nothing', All: 'true' });
    for (const name of names) expect(await keysOf(name)).toEqual(['b']);
  });

  it('removes all tags, also those of keys', async () => {
    const SecretName = await kms.createSecret({ Tags });
    await untag([SecretName], { All: 'true' });
    expect(await keysOf(SecretName)).toEqual([]);
    const { KeyId } = (await kms.call('CreateKey', { Tags })).KeyMetadata;
    await untag([KeyId], { ResourceType: 'key', 'TagKey.1': 'a' });
    expect((await kms.call('ListResourceTags', { KeyId })).Tags.Tag).toHaveLength(1);
  });

  it('refuses parameters: neither tags nor all, no resource', async () => {
    const SecretName = await kms.createSecret({ Tags });
    await expect(untag([SecretName])).rejects.toMatchObject({ code: 'MissingParameter' });
    await expect(untag([SecretName], { All: 'false' })).rejects.toMatchObject({ code: 'MissingParameter' });
    await expect(untag([], { All: 'true' })).rejects.toMatchObject({ code: 'MissingParameter' });
    expect(await keysOf(SecretName)).toHaveLength(2);
  });

  it('refuses state: all when one does not exist', async () => {
    const SecretName = await kms.createSecret({ Tags });
    const error = await refusal(untag([SecretName, 'nothing'], { All: 'true' }));
    expect(error).toMatchObject({ code: 'InvalidResourceId.NotFound', status: 404 });
    expect(await keysOf(SecretName)).toHaveLength(2);
  });

  it('refuses a caller who may only tag', async () => {
    const SecretName = await kms.createSecret({ Tags });
    const user = await ramUser(kms, [{ Action: 'kms:TagResources' }]);
    const call = untag([SecretName], { All: 'true' }, user.kms);
    await expect(call).rejects.toMatchObject({ code: 'Forbidden.NoPermission' });
  });
});
