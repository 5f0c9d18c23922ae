import { refusal } from '../../support/api-clients.ts';
import { newAccount, noPermission, trustPolicy } from '../ram-account.ts';

const ram = await newAccount();

describe('GetRole', () => {
  it("answers the bastion's role, which is there from the start and trusts its service alone", async () => {
    const { Role } = await ram.call('GetRole', { RoleName: 'AliyunServiceRoleForBastionhost' });
    expect(Role.Arn).toBe(`acs:ram::${ram.accountId}:role/aliyunserviceroleforbastionhost`);
    expect(JSON.parse(Role.AssumeRolePolicyDocument).Statement).toEqual([
      { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: ['bastionhost.aliyuncs.com'] } },
    ]);
  });

  it('answers the trust policy as it was sent', async () => {
    const AssumeRolePolicyDocument = ` ${trustPolicy(['*'])}`;
    const RoleName = await ram.newRole([], { AssumeRolePolicyDocument });
    expect((await ram.call('GetRole', { RoleName })).Role).toMatchObject({ RoleName, AssumeRolePolicyDocument });
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('GetRole', { RoleName: 'nobody' }))).toEqual({
      code: 'EntityNotExist.Role',
      status: 404,
      message: 'The role not exists: nobody.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('GetRole', { RoleName: 'nobody' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('GetRole', ram.accountId, 'role/nobody'));
  });
});
