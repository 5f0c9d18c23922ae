import { refusal } from '../../support/api-clients.ts';
import { newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('ListUsers', () => {
  it('answers users by name, page by page', async () => {
    for (const UserName of ['carol', 'Bob', 'alice', 'dave', 'Eve']) await ram.call('CreateUser', { UserName });
    const names: string[] = [];
    let Marker: string | undefined;
    do {
      const answer = await ram.call('ListUsers', { MaxItems: 2, ...(Marker ? { Marker } : {}) });
      names.push(...answer.Users.User.map(({ UserName }: { UserName: string }) => UserName));
      expect(answer.IsTruncated).toBe(answer.Marker !== undefined);
      ({ Marker } = answer);
    } while (Marker);
    expect(names).toEqual(['alice', 'Bob', 'carol', 'dave', 'Eve']);
  });

  it.each([
    ['MaxItems', '0'],
    ['MaxItems', '1001'],
    ['MaxItems', 'all'],
    ['Marker', 'alice'],
    ['Marker', Buffer.from('["a","b"]').toString('base64url')],
    ['Marker', Buffer.from('[1]').toString('base64url')],
  ])('refuses %s=%s', async (name, value) => {
    expect(await refusal(ram.call('ListUsers', { [name]: value }))).toEqual({
      code: `InvalidParameter.${name}`,
      status: 400,
      message: `The parameter - "${name}" is incorrect.`,
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('ListUsers', {}, credentials);
    expect(await refusal(call)).toEqual(noPermission('ListUsers', ram.accountId, 'user/*'));
  });
});
