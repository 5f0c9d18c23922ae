import type { Members } from '../support/api-clients.ts';
import { newRamUser } from '../support/new-ram-user.ts';
import { newAccount, password, region, type BastionAccount } from './bastion-account.ts';

// What the provider alicloud 1.285 sends for a user and reads of the answers; terraform-groups.spec.ts has
// user_attachment.

interface Refusal {
  readonly code: string;
  readonly data: Members;
}

describe("Terraform's provider, of a user", () => {
  let bastion: BastionAccount;
  beforeAll(async () => {
    bastion = await newAccount();
  });

  const send = (action: string, parameters: Members) => bastion.call(action, { RegionId: region, ...parameters });
  const refused = (action: string, parameters: Members): Promise<Refusal> =>
    send(action, parameters).then(
      () => Promise.reject(new Error(`${action} was not refused`)),
      (error: Refusal) => error,
    );

  /** `status` is what the provider joins the states to. */
  async function read(UserId: string): Promise<Members> {
    const { User } = await send('GetUser', { UserId });
    return { ...User, status: User.UserState.join('') };
  }

  it.each<[string, () => Members | Promise<Members>]>([
    [
      'local',
      () => ({
        Source: 'Local',
        UserName: 'tf-local',
        Password: password,
        DisplayName: 'Local',
        Comment: 'by Terraform',
      }),
    ],
    ['RAM', async () => ({ Source: 'Ram', UserName: 'tf-ram', SourceUserId: await newRamUser(bastion.app, 'tf-ram') })],
  ])('creates, reads, changes, locks, unlocks, imports, lists and destroys a %s one', async (_, planned) => {
    const created = await planned();
    const contact = { Mobile: '13312345678', MobileCountryCode: 'CN', Email: 'tf@example.com' };
    const UserId = String((await send('CreateUser', { ...created, ...contact })).UserId);
    const { Password: _secret, ...shown } = created;
    expect(await read(UserId)).toMatchObject({ UserId, ...shown, ...contact, status: 'Normal' });

    for (const change of [
      { DisplayName: 'changed' },
      { Comment: 'changed' },
      { Email: 'b@example.com', Mobile: '13300000000' },
    ]) {
      await send('ModifyUser', { UserId, ...change });
      expect(await read(UserId)).toMatchObject(change);
    }

    await send('LockUsers', { UserIds: [UserId] });
    expect(await read(UserId)).toMatchObject({ status: 'Frozen' });
    await send('UnlockUsers', { UserIds: [UserId] });
    const user = await read(UserId);
    expect(user).toMatchObject({ status: 'Normal' });

    const { Users } = await send('ListUsers', { PageNumber: 1, PageSize: 50 });
    const { status: _status, ...imported } = user;
    expect(Users).toContainEqual(imported);

    await send('DeleteUser', { UserId });
    // A read drops the resource at any 404; a delete accepts the older code, wherever it stands.
    expect(await refused('GetUser', { UserId })).toMatchObject({ code: 'UserNotFound' });
    expect(JSON.stringify((await refused('DeleteUser', { UserId })).data)).toContain('OBJECT_NOT_FOUND');
  });

  it('changes the password of a local one', async () => {
    const user = { Source: 'Local', UserName: 'tf-password', Password: password };
    const { UserId } = await send('CreateUser', user);
    await send('ModifyUser', { UserId, Password: 'Battery-staple-8' });
    expect(await read(UserId)).toMatchObject({ status: 'Normal' });
    await send('DeleteUser', { UserId });
  });
});
