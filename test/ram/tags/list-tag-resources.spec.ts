import { refusal } from '../../support/api-clients.ts';
import { newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('ListTagResources', () => {
  it('answers tags by the names of their resources, page by page', async () => {
    const names = [
      await ram.newRole([], { 'Tag.1.Key': 'b', 'Tag.2.Key': 'a' }),
      await ram.newRole([], { 'Tag.1.Key': 'a' }),
    ];
    const first = await ram.call('ListTagResources', { ResourceType: 'role', PageSize: 2 });
    const second = await ram.call('ListTagResources', {
      ResourceType: 'role',
      PageSize: 2,
      NextToken: first.NextToken,
    });
    const shown = [...first.TagResources, ...second.TagResources].map(({ ResourceName, TagKey }) => [
      ResourceName,
      TagKey,
    ]);
    expect(shown).toEqual([
      [names[0], 'a'],
      [names[0], 'b'],
      [names[1], 'a'],
    ]);
    expect(second.NextToken).toBeUndefined();
    const filtered = { ResourceType: 'role', 'ResourceNames.1': names[0], 'Tag.1.Key': 'b' };
    expect((await ram.call('ListTagResources', filtered)).TagResources).toHaveLength(1);
  });

  it('answers the tags that are asked for, of the resources that have all of them', async () => {
    const tagged = (tags: Record<string, string>) => ram.newRole([], tags);
    const both = await tagged({ 'Tag.1.Key': 'team', 'Tag.1.Value': 'ops', 'Tag.2.Key': 'env', 'Tag.3.Key': 'rest' });
    const others = [
      await tagged({ 'Tag.1.Key': 'team', 'Tag.1.Value': 'ops' }),
      await tagged({ 'Tag.1.Key': 'team', 'Tag.1.Value': 'dev', 'Tag.2.Key': 'env' }),
    ];
    const names = Object.fromEntries([both, ...others].map((name, index) => [`ResourceNames.${index + 1}`, name]));
    const filters = { 'Tag.1.Key': 'team', 'Tag.1.Value': 'ops', 'Tag.2.Key': 'env' };
    const { TagResources } = await ram.call('ListTagResources', { ResourceType: 'role', ...names, ...filters });
    const shown = TagResources.map((tag: Record<string, string>) => [tag['ResourceName'], tag['TagKey']]);
    expect(shown).toEqual([
      [both, 'env'],
      [both, 'team'],
    ]);
  });

  it.each([
    ['PageSize', '0'],
    ['PageSize', '101'],
    ['NextToken', 'garbage'],
    ['NextToken', Buffer.from('["a"]').toString('base64url')],
  ])('refuses %s=%s', async (name, value) => {
    const call = ram.call('ListTagResources', { ResourceType: 'role', [name]: value });
    expect(await refusal(call)).toMatchObject({ code: `InvalidParameter.${name}`, status: 400 });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('ListTagResources', { ResourceType: 'role' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('ListTagResources', ram.accountId, 'role/*'));
  });
});
