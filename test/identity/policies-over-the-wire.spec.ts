import { call } from '../support/signed-request.ts';
import { refusal, type Credentials } from '../support/api-clients.ts';
import { allow, deny, policy } from '../ram/ram-account.ts';
import { RamApplication } from '../ram/ram-application.ts';

describe('what a RAM user is allowed to do', () => {
  let ram: RamApplication;
  let secret: string;
  beforeAll(async () => {
    ram = await RamApplication.start();
    secret = await ram.newSecret();
  });
  afterAll(() => ram.app.stop());

  const read = (credentials: Credentials, SecretName = secret) =>
    ram.as(credentials, 'kms', 'GetSecretValue', { SecretName });
  const create = (credentials: Credentials) =>
    ram.as(credentials, 'kms', 'CreateSecret', { SecretName: ram.newName(), VersionId: 'v1', SecretData: 'x' });
  const arnOf = (name: string) => `acs:kms:cn-hangzhou:${ram.accountId}:secret/${name}`;
  const forbidden = { code: 'Forbidden.NoPermission', status: 403 };

  it('is what a system policy says: to read secrets, not to create them', async () => {
    const { credentials } = await ram.newUser([], 'AliyunKMSSecretUserAccess');
    expect((await read(credentials)).SecretData).toBe('value');
    expect(await refusal(create(credentials))).toMatchObject(forbidden);
  });

  it('is nothing where an explicit Deny stands, whatever else allows it', async () => {
    const { credentials } = await ram.newUser([deny('kms:GetSecretValue', arnOf(secret))], 'AdministratorAccess');
    expect(await refusal(read(credentials))).toEqual({
      ...forbidden,
      message: `This operation for ${arnOf(secret)} is forbidden by permission system.`,
    });
    expect((await read(credentials, await ram.newSecret())).SecretData).toBe('value');
  });

  it('includes what the policies of their groups say, until they leave them', async () => {
    const { name: UserName, credentials } = await ram.newUser();
    const GroupName = await ram.newGroup(UserName);
    const reading = { PolicyName: 'AliyunKMSSecretUserAccess', PolicyType: 'System' };
    expect(await refusal(read(credentials))).toMatchObject(forbidden);
    await ram.call('AttachPolicyToGroup', { GroupName, ...reading });
    await read(credentials);
    await ram.call('RemoveUserFromGroup', { UserName, GroupName });
    expect(await refusal(read(credentials))).toMatchObject(forbidden);
    await ram.call('AddUserToGroup', { UserName, GroupName });
    await read(credentials);
    await ram.call('DetachPolicyFromGroup', { GroupName, ...reading });
    expect(await refusal(read(credentials))).toMatchObject(forbidden);
  });

  it('ends with the call that detaches the policy', async () => {
    const { name: UserName, credentials } = await ram.newUser([], 'AliyunKMSSecretUserAccess');
    await read(credentials);
    const reading = { PolicyName: 'AliyunKMSSecretUserAccess', PolicyType: 'System' };
    await ram.call('DetachPolicyFromUser', { UserName, ...reading });
    expect(await refusal(read(credentials))).toMatchObject(forbidden);
  });

  it('changes with the default version of a custom policy, there and back', async () => {
    const { name: UserName, credentials } = await ram.newUser();
    const PolicyName = await ram.newPolicy(allow('kms:GetSecretValue', arnOf(secret)));
    await ram.call('AttachPolicyToUser', { UserName, PolicyName, PolicyType: 'Custom' });
    await read(credentials);
    const PolicyDocument = policy(allow('kms:DescribeSecret'));
    await ram.call('CreatePolicyVersion', { PolicyName, PolicyDocument });
    await read(credentials);
    await ram.call('SetDefaultPolicyVersion', { PolicyName, VersionId: 'v2' });
    expect(await refusal(read(credentials))).toMatchObject(forbidden);
    await ram.call('SetDefaultPolicyVersion', { PolicyName, VersionId: 'v1' });
    await read(credentials);
  });

  it('is everything but what NotAction and NotResource name', async () => {
    const other = await ram.newSecret();
    const notAction = await ram.newUser([{ Effect: 'Allow', NotAction: 'kms:Create*', Resource: '*' }]);
    await read(notAction.credentials);
    expect(await refusal(create(notAction.credentials))).toMatchObject(forbidden);
    const notResource = await ram.newUser([{ Effect: 'Allow', Action: 'kms:*', NotResource: arnOf(other) }]);
    await read(notResource.credentials);
    expect(await refusal(read(notResource.credentials, other))).toMatchObject(forbidden);
  });

  it("depends on the caller's address where the policy says so", async () => {
    const from = (network: string) => [{ ...allow('kms:*'), Condition: { IpAddress: { 'acs:SourceIp': network } } }];
    await read((await ram.newUser(from('127.0.0.0/8'))).credentials);
    expect(await refusal(read((await ram.newUser(from('10.0.0.0/8'))).credentials))).toMatchObject(forbidden);
  });

  it('is nothing with an AccessKey that is disabled', async () => {
    const { name: UserName, credentials } = await ram.newUser([], 'AliyunKMSSecretUserAccess');
    const key = { UserName, UserAccessKeyId: credentials.accessKeyId };
    await ram.call('UpdateAccessKey', { ...key, Status: 'Inactive' });
    expect(await refusal(read(credentials))).toMatchObject({ code: 'Forbidden.AccessKey', status: 403 });
  });

  it('is explained in the AccessDeniedDetail of a refusal, and recorded in the trail', async () => {
    const { id, credentials } = await ram.newUser([deny('ram:ListUsers')]);
    const detailOf = async (action: string) => {
      const protocol = { Version: '2015-05-01', AccessKeyId: credentials.accessKeyId };
      const request = { protocol, accessKeySecret: credentials.accessKeySecret };
      return (await call(ram.app, [['Action', action]], request)).body.AccessDeniedDetail;
    };
    const principal = {
      AuthPrincipalType: 'SubUser',
      AuthPrincipalOwnerId: ram.accountId,
      AuthPrincipalDisplayName: id,
      PolicyType: 'AccountLevelIdentityBasedPolicy',
    };
    expect(await detailOf('ListUsers')).toEqual({
      ...principal,
      AuthAction: 'ram:ListUsers',
      NoPermissionType: 'ExplicitDeny',
    });
    expect(await detailOf('ListRoles')).toEqual({
      ...principal,
      AuthAction: 'ram:ListRoles',
      NoPermissionType: 'ImplicitDeny',
    });
    const rows = await ram.query('select result from audit_events where action = $1', ['ListRoles']);
    expect(rows.map(({ result }) => result)).toEqual(['NoPermission']);
  });

  it('does not depend on the case of the names of users, groups and roles', async () => {
    const { name: UserName } = await ram.newUser();
    const arn = `acs:ram:*:*:user/${UserName}`;
    const { credentials } = await ram.newUser([allow('ram:GetUser'), deny('ram:GetUser', arn)]);
    for (const name of [UserName, UserName.toUpperCase()]) {
      expect((await refusal(ram.call('GetUser', { UserName: name }, credentials))).code).toBe('NoPermission');
    }
  });
});
