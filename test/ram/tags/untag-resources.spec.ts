import { refusal } from '../../support/api-clients.ts';
import { newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('UntagResources', () => {
  const tagged = async () => ram.newRole([], { 'Tag.1.Key': 'a', 'Tag.2.Key': 'b', 'Tag.3.Key': 'c' });
  const untag = (name: string, parameters: object) =>
    ram.call('UntagResources', { ResourceType: 'role', 'ResourceNames.1': name, ...parameters });
  const keysOf = async (name: string) => {
    const { TagResources } = await ram.call('ListTagResources', { ResourceType: 'role', 'ResourceNames.1': name });
    return TagResources.map(({ TagKey }: { TagKey: string }) => TagKey);
  };

  it('removes the given tags, or all', async () => {
    const name = await tagged();
    await untag(name, { 'TagKeys.1': 'a', 'TagKeys.2': 'x', All: true });
    expect(await keysOf(name)).toEqual(['b', 'c']);
    await untag(name, { All: 'true' });
    expect(await keysOf(name)).toEqual([]);
  });

  it('ignores TagKey.N next to TagKeys, which Terraform sends too, and refuses it alone', async () => {
    const name = await tagged();
    await untag(name, { TagKeys: '["a"]', 'TagKey.1': 'b' });
    expect(await keysOf(name)).toEqual(['b', 'c']);
    for (const parameters of [{}, { All: 'true' }])
      expect((await refusal(untag(name, { 'TagKey.1': 'b', ...parameters }))).code).toBe('InvalidParameter.TagKey');
    expect(await keysOf(name)).toEqual(['b', 'c']);
  });

  it('refuses neither keys nor all, and an unknown role', async () => {
    expect((await refusal(untag(await tagged(), {}))).code).toBe('MissingTagKeys');
    expect((await refusal(untag('nobody', { All: 'true' }))).code).toBe('EntityNotExist.Role');
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call(
      'UntagResources',
      { ResourceType: 'role', 'ResourceNames.1': 'nobody', All: 'true' },
      credentials,
    );
    expect(await refusal(call)).toEqual(noPermission('UntagResources', ram.accountId, 'role/nobody'));
  });
});
