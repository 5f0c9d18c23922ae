import { refusal } from '../../support/api-clients.ts';
import { newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('ListRoles', () => {
  it('answers roles by name with their tags, page by page', async () => {
    const names = [await ram.newRole([], { 'Tag.1.Key': 'team', 'Tag.1.Value': 'a' }), await ram.newRole()];
    const first = await ram.call('ListRoles', { MaxItems: 2 });
    const second = await ram.call('ListRoles', { MaxItems: 2, Marker: first.Marker });
    const roles = [...first.Roles.Role, ...second.Roles.Role];
    expect(roles.map(({ RoleName }) => RoleName)).toEqual(['AliyunServiceRoleForBastionhost', ...names]);
    expect(roles[1].Tags.Tag).toEqual([{ TagKey: 'team', TagValue: 'a' }]);
    expect(roles[1].AssumeRolePolicyDocument).toBeUndefined();
    const tagged = await ram.call('ListRoles', { 'Tag.1.Key': 'team' });
    expect(tagged.Roles.Role.map(({ RoleName }: { RoleName: string }) => RoleName)).toEqual([names[0]]);
  });

  it('refuses a marker that it did not write', async () => {
    expect(await refusal(ram.call('ListRoles', { Marker: 'b' }))).toMatchObject({ code: 'InvalidParameter.Marker' });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('ListRoles', {}, credentials);
    expect(await refusal(call)).toEqual(noPermission('ListRoles', ram.accountId, 'role/*'));
  });
});
