import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('UpdateUser', () => {
  it('answers the changed user; what is not given stays', async () => {
    await ram.call('CreateUser', { UserName: 'alice', DisplayName: 'Alice', Email: 'a@example.com' });
    const { User } = await ram.call('UpdateUser', { UserName: 'alice', NewDisplayName: 'A.', NewComments: 'new' });
    expect(User).toMatchObject({ UserName: 'alice', DisplayName: 'A.', Comments: 'new', Email: 'a@example.com' });
  });

  it('clears what an empty parameter would set, but not the name', async () => {
    const set = { DisplayName: 'B.', Email: 'b@example.com', MobilePhone: '86-13800000000', Comments: 'c' };
    await ram.call('CreateUser', { UserName: 'bea', ...set });
    const empty = { NewDisplayName: '', NewEmail: '', NewMobilePhone: '', NewComments: '', NewUserName: '' };
    const { User } = await ram.call('UpdateUser', { UserName: 'bea', ...empty });
    expect(User).toMatchObject({ UserName: 'bea', DisplayName: '', Email: '', MobilePhone: '', Comments: '' });
    expect((await ram.call('GetUser', { UserName: 'bea' })).User).toEqual(User);
  });

  it('renames the user, who keeps policies, AccessKeys and tags', async () => {
    const user = await ram.newUser([allow('ram:GetUser')]);
    const tags = { ResourceType: 'user', 'Tag.1.Key': 'team', 'Tag.1.Value': 'a' };
    await ram.call('TagResources', { 'ResourceNames.1': user.name, ...tags });
    await ram.call('UpdateUser', { UserName: user.name, NewUserName: 'renamed' });
    expect((await ram.call('GetUser', { UserName: 'renamed' }, user.credentials)).User.UserId).toBe(user.id);
    const { TagResources } = await ram.call('ListTagResources', { ResourceType: 'user' });
    expect(TagResources).toEqual([{ ResourceType: 'user', ResourceName: 'renamed', TagKey: 'team', TagValue: 'a' }]);
    expect(await refusal(ram.call('GetUser', { UserName: user.name }))).toMatchObject({ code: 'EntityNotExist.User' });
  });

  it('refuses a new name that is taken or not well formed', async () => {
    const [first, second] = [await ram.newUser(), await ram.newUser()];
    const rename = (NewUserName: string) => ram.call('UpdateUser', { UserName: first.name, NewUserName });
    expect(await refusal(rename(second.name))).toMatchObject({ code: 'EntityAlreadyExists.User', status: 409 });
    expect(await refusal(rename('a b'))).toMatchObject({ code: 'InvalidParameter.NewUserName.InvalidChars' });
  });

  it('refuses the name of a user who has a tag of the same key', async () => {
    const [first, second] = [await ram.newUser(), await ram.newUser()];
    const names = { 'ResourceNames.1': first.name, 'ResourceNames.2': second.name };
    await ram.call('TagResources', { ResourceType: 'user', ...names, 'Tag.1.Key': 'team', 'Tag.1.Value': 'a' });
    expect(await refusal(ram.call('UpdateUser', { UserName: first.name, NewUserName: second.name }))).toMatchObject({
      code: 'EntityAlreadyExists.User',
      status: 409,
    });
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('UpdateUser', { UserName: 'nobody' }))).toEqual({
      code: 'EntityNotExist.User',
      status: 404,
      message: 'The user does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('UpdateUser', { UserName: 'alice' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('UpdateUser', ram.accountId, 'user/alice'));
  });
});
