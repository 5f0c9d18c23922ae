import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission, policy, trustPolicy } from '../ram-account.ts';

const ram = await newAccount();

describe('CreateRole', () => {
  const trusting = () => trustPolicy([`acs:ram::${ram.accountId}:root`]);

  it('answers the role with its ARN', async () => {
    const request = { RoleName: 'Readers', AssumeRolePolicyDocument: trusting(), Description: 'who read' };
    const { Role } = await ram.call('CreateRole', { ...request, MaxSessionDuration: 7200, 'Tag.1.Key': 'team' });
    expect(Role).toMatchObject({
      ...request,
      RoleId: expect.stringMatching(/^\d{18}$/),
      Arn: `acs:ram::${ram.accountId}:role/readers`,
      MaxSessionDuration: 7200,
    });
    expect((await ram.call('GetRole', { RoleName: 'readers' })).Role).toEqual(Role);
  });

  it('accepts AllowConsoleLogin=false from newer clients, and refuses true', async () => {
    const create = (AllowConsoleLogin: boolean) =>
      ram.call('CreateRole', { RoleName: ram.newName(), AssumeRolePolicyDocument: trusting(), AllowConsoleLogin });
    await create(false);
    expect((await refusal(create(true))).code).toBe('InvalidParameter.AllowConsoleLogin');
  });

  it.each([
    ['RoleName', 'a_b', 'InvalidParameter.RoleName.InvalidChars'],
    ['RoleName', 'a'.repeat(65), 'InvalidParameter.RoleName.Length'],
    ['RoleName', 'AliyunServiceRoleForMe', 'InvalidParameter.RoleName.InvalidChars'],
    ['RoleName', '', 'MissingRoleName'],
    ['AssumeRolePolicyDocument', '', 'MissingAssumeRolePolicyDocument'],
    ['AssumeRolePolicyDocument', '{}', 'MalformedPolicyDocument'],
    ['AssumeRolePolicyDocument', policy(allow('sts:AssumeRole')), 'MalformedPolicyDocument'],
    ['AssumeRolePolicyDocument', trustPolicy(['alice']), 'MalformedPolicyDocument'],
    ['MaxSessionDuration', '3599', 'InvalidParameter.MaxSessionDuration'],
    ['MaxSessionDuration', '43201', 'InvalidParameter.MaxSessionDuration'],
    ['Tag', '[{"Key":"acs:a"}]', 'InvalidParameter.Tag'],
    ['Tag', '[{"Key":"a"},{"Key":"a"}]', 'InvalidParameter.Tag'],
  ])('refuses %s=%s', async (name, value, code) => {
    const request = { RoleName: ram.newName(), AssumeRolePolicyDocument: trusting(), [name]: value };
    expect(await refusal(ram.call('CreateRole', request))).toMatchObject({ code, status: 400 });
  });

  it('refuses a name that is taken, in any letter case', async () => {
    const RoleName = await ram.newRole();
    const request = { RoleName: RoleName.toUpperCase(), AssumeRolePolicyDocument: trusting() };
    expect(await refusal(ram.call('CreateRole', request))).toMatchObject({
      code: 'EntityAlreadyExists.Role',
      status: 409,
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('CreateRole', { RoleName: 'mine', AssumeRolePolicyDocument: trusting() }, credentials);
    expect(await refusal(call)).toEqual(noPermission('CreateRole', ram.accountId, 'role/*'));
  });
});
