import { NewAccounts } from '../../../src/identity/new-accounts.api.ts';
import { refusal, type Credentials, type Members } from '../../support/api-clients.ts';
import { allow, noPermission } from '../ram-account.ts';
import { RamApplication } from '../ram-application.ts';

describe('CreateAccount', () => {
  let ram: RamApplication;
  beforeAll(async () => {
    ram = await RamApplication.start();
  });
  afterAll(() => ram.app.stop());

  const rootOf = ({ AccessKey }: Members): Credentials => ({
    accessKeyId: AccessKey.AccessKeyId,
    accessKeySecret: AccessKey.AccessKeySecret,
  });

  it('answers another account with the root AccessKey that works in it', async () => {
    const answer = await ram.call('CreateAccount');
    expect(answer.Account).toEqual({
      AccountId: expect.stringMatching(/^\d{16}$/),
      CreateDate: expect.stringMatching(/Z$/),
    });
    const identity = await ram.as(rootOf(answer), 'sts', 'GetCallerIdentity');
    expect(identity).toMatchObject({ IdentityType: 'Account', AccountId: answer.Account.AccountId });
  });

  it("keeps accounts apart: names are free in each, and none sees another's resources", async () => {
    const other = rootOf(await ram.call('CreateAccount'));
    const { name: UserName } = await ram.newUser();
    expect(await refusal(ram.call('GetUser', { UserName }, other))).toMatchObject({ code: 'EntityNotExist.User' });
    await ram.call('CreateUser', { UserName }, other);
    const SecretName = await ram.newSecret();
    expect(await refusal(ram.as(other, 'kms', 'GetSecretValue', { SecretName }))).toMatchObject({
      code: 'Forbidden.ResourceNotFound',
    });
    const { Users } = await ram.call('ListUsers', {}, other);
    expect(Users.User.map((user: Members) => user.UserName)).toEqual([UserName]);
  });

  it("gives the new account the bastion's role", async () => {
    const other = rootOf(await ram.call('CreateAccount'));
    const { Role } = await ram.call('GetRole', { RoleName: 'AliyunServiceRoleForBastionhost' }, other);
    expect(Role.RoleName).toBe('AliyunServiceRoleForBastionhost');
  });

  it('publishes an event in the transaction that creates the account', async () => {
    const created: string[] = [];
    let isReady = true;
    ram.app.get(NewAccounts).onCreate(async (_tx, accountId) => {
      created.push(accountId);
      if (!isReady) throw new Error('no bastion for this account');
    });
    const { Account } = await ram.call('CreateAccount');
    expect(created).toEqual([Account.AccountId]);
    isReady = false;
    const before = await ram.query('select 1 from accounts');
    expect(await refusal(ram.call('CreateAccount'))).toMatchObject({ code: 'InternalError', status: 500 });
    expect(await ram.query('select 1 from accounts')).toEqual(before);
    isReady = true;
  });

  it("refuses everybody but the first account's root", async () => {
    const administrator = await ram.newUser([], 'AdministratorAccess');
    const refused = refusal(ram.call('CreateAccount', {}, administrator.credentials));
    expect(await refused).toEqual(noPermission('CreateAccount', ram.accountId, 'account/*'));
    const user = await ram.newUser([allow('ram:CreateUser')]);
    expect(await refusal(ram.call('CreateAccount', {}, user.credentials))).toMatchObject({ code: 'NoPermission' });
    const made = await ram.call('CreateAccount');
    const another = refusal(ram.call('CreateAccount', {}, rootOf(made)));
    expect(await another).toEqual(noPermission('CreateAccount', made.Account.AccountId, 'account/*'));
  });
});
