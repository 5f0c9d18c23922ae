import { allow, newAccount } from '../ram-account.ts';

const ram = await newAccount();

describe('GetCallerIdentity', () => {
  it('answers the account to its root', async () => {
    const { accountId } = ram;
    expect(await ram.as(undefined, 'sts', 'GetCallerIdentity')).toMatchObject({
      IdentityType: 'Account',
      AccountId: accountId,
      PrincipalId: accountId,
      UserId: accountId,
      Arn: `acs:ram::${accountId}:root`,
    });
  });

  it('answers a user about themselves, without a permission', async () => {
    const user = await ram.newUser();
    const identity = await ram.as(user.credentials, 'sts', 'GetCallerIdentity');
    expect(identity).toMatchObject({
      IdentityType: 'RAMUser',
      AccountId: ram.accountId,
      PrincipalId: user.id,
      UserId: user.id,
      Arn: user.arn,
    });
    expect(identity.RoleId).toBeUndefined();
  });

  it('answers the role and the session to a session', async () => {
    const RoleName = await ram.newRole();
    const session = await ram.assume(await ram.newUser([allow('sts:AssumeRole')]), RoleName);
    const { RoleId } = (await ram.call('GetRole', { RoleName })).Role;
    const identity = await ram.as(session, 'sts', 'GetCallerIdentity');
    expect(identity).toMatchObject({
      IdentityType: 'AssumedRoleUser',
      AccountId: ram.accountId,
      PrincipalId: `${RoleId}:test`,
      RoleId,
      Arn: `acs:ram::${ram.accountId}:assumed-role/${RoleName}/test`,
    });
    expect(identity.UserId).toBeUndefined();
  });
});
