import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('TagResources', () => {
  const tag = (ResourceType: string, name: string, parameters: object = {}) => {
    const request = { ResourceType, 'ResourceNames.1': name, 'Tag.1.Key': 'team', 'Tag.1.Value': 'a', ...parameters };
    return ram.call('TagResources', request);
  };
  const tagsOf = async (ResourceType: string, name: string) =>
    (await ram.call('ListTagResources', { ResourceType, 'ResourceNames.1': name })).TagResources;

  it('tags users, roles and custom policies; an existing key gets the new value', async () => {
    const things = [
      ['user', (await ram.newUser()).name],
      ['role', await ram.newRole()],
      ['policy', await ram.newPolicy(allow('*'))],
    ] as const;
    for (const [type, name] of things) {
      await tag(type, name);
      await tag(type, name, { 'Tag.1.Value': 'b' });
      const shown = { ResourceType: type, ResourceName: name, TagKey: 'team', TagValue: 'b' };
      expect(await tagsOf(type, name)).toEqual([shown]);
    }
  });

  it('tags all or none', async () => {
    const name = await ram.newRole();
    expect((await refusal(tag('role', name, { 'ResourceNames.2': 'nobody' }))).code).toBe('EntityNotExist.Role');
    expect(await tagsOf('role', name)).toEqual([]);
  });

  it('refuses a twenty-first tag', async () => {
    const name = await ram.newRole();
    const Tag = JSON.stringify(Array.from({ length: 20 }, (_, index) => ({ Key: `k${index}`, Value: '' })));
    await ram.call('TagResources', { ResourceType: 'role', ResourceNames: JSON.stringify([name]), Tag });
    expect(await refusal(tag('role', name))).toMatchObject({ code: 'LimitExceeded.Tag', status: 409 });
    expect(await tagsOf('role', name)).toHaveLength(20);
  });

  it.each([
    [{ ResourceType: 'group' }, 'InvalidParameter.ResourceType'],
    [{ ResourceType: '' }, 'MissingResourceType'],
    [{ 'ResourceNames.1': '' }, 'InvalidParameter.ResourceNames'],
    [{ 'Tag.1.Key': 'aliyun' }, 'InvalidParameter.Tag'],
    [{ 'Tag.1.Key': 'http://a' }, 'InvalidParameter.Tag'],
    [{ 'Tag.1.Value': 'a'.repeat(257) }, 'InvalidParameter.Tag'],
  ])('refuses %j', async (parameters, code) => {
    expect(await refusal(tag('role', 'any', parameters))).toMatchObject({ code, status: 400 });
  });

  it('refuses a caller who may not tag one of the resources', async () => {
    const [mine, other] = [await ram.newRole(), await ram.newRole()];
    const { credentials } = await ram.newUser([allow('ram:TagResources', `acs:ram:*:*:role/${mine}`)]);
    const names = { 'ResourceNames.1': mine, 'ResourceNames.2': other };
    const call = ram.call('TagResources', { ResourceType: 'role', ...names, 'Tag.1.Key': 'a' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('TagResources', ram.accountId, `role/${other}`));
  });
});
