import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission, policy, trustPolicy } from '../ram-account.ts';

const ram = await newAccount();

describe('UpdateRole', () => {
  it('answers the changed role; what is not given stays', async () => {
    const RoleName = await ram.newRole([], { Description: 'old' });
    const NewAssumeRolePolicyDocument = trustPolicy(['*']);
    const request = { RoleName, NewAssumeRolePolicyDocument, NewMaxSessionDuration: 43200 };
    const { Role } = await ram.call('UpdateRole', request);
    expect(Role).toMatchObject({
      Description: 'old',
      MaxSessionDuration: 43200,
      AssumeRolePolicyDocument: NewAssumeRolePolicyDocument,
    });
  });

  it('clears the description with an empty one; an empty trust policy or duration changes nothing', async () => {
    const RoleName = await ram.newRole([], { Description: 'old', MaxSessionDuration: 7200 });
    const { AssumeRolePolicyDocument } = (await ram.call('GetRole', { RoleName })).Role;
    const empty = { NewDescription: '', NewAssumeRolePolicyDocument: '', NewMaxSessionDuration: '' };
    const { Role } = await ram.call('UpdateRole', { RoleName, ...empty });
    expect(Role).toMatchObject({ Description: '', AssumeRolePolicyDocument, MaxSessionDuration: 7200 });
  });

  it('refuses an invalid trust policy, and the role of a service', async () => {
    const RoleName = await ram.newRole();
    const malformed = ram.call('UpdateRole', { RoleName, NewAssumeRolePolicyDocument: policy(allow('*')) });
    expect(await refusal(malformed)).toMatchObject({ code: 'MalformedPolicyDocument', status: 400 });
    const ofService = { RoleName: 'AliyunServiceRoleForBastionhost', NewDescription: 'mine' };
    expect(await refusal(ram.call('UpdateRole', ofService))).toMatchObject({
      code: 'OperationDenied.ServiceLinkedRole',
      status: 409,
    });
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('UpdateRole', { RoleName: 'nobody' }))).toEqual({
      code: 'EntityNotExist.Role',
      status: 404,
      message: 'The role not exists: nobody.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('UpdateRole', { RoleName: 'nobody' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('UpdateRole', ram.accountId, 'role/nobody'));
  });
});
