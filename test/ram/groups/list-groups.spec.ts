import { refusal } from '../../support/api-clients.ts';
import { newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('ListGroups', () => {
  it('answers groups by name, page by page', async () => {
    for (const GroupName of ['c', 'B', 'a']) await ram.call('CreateGroup', { GroupName });
    const first = await ram.call('ListGroups', { MaxItems: 2 });
    const second = await ram.call('ListGroups', { MaxItems: 2, Marker: first.Marker });
    const names = [...first.Groups.Group, ...second.Groups.Group].map(({ GroupName }) => GroupName);
    expect(names).toEqual(['a', 'B', 'c']);
    expect([first.IsTruncated, second.IsTruncated, second.Marker]).toEqual([true, false, undefined]);
  });

  it('refuses a marker that it did not write', async () => {
    expect(await refusal(ram.call('ListGroups', { Marker: 'b' }))).toMatchObject({ code: 'InvalidParameter.Marker' });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('ListGroups', {}, credentials);
    expect(await refusal(call)).toEqual(noPermission('ListGroups', ram.accountId, 'group/*'));
  });
});
