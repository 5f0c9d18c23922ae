import { refusal, type Credentials } from '../support/api-clients.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { allow, policy } from '../ram/ram-account.ts';
import { RamApplication } from '../ram/ram-application.ts';

describe('a change in one process', () => {
  let ram: RamApplication;
  let other: TestApplication;
  let secret: string;
  beforeAll(async () => {
    ram = await RamApplication.start();
    other = await startTestApplication({ database: ram.app.database });
    secret = await ram.newSecret();
  });
  afterAll(async () => {
    await other.stop();
    await ram.app.stop();
  });

  const forbidden = { code: 'Forbidden.NoPermission' };
  const readThere = (credentials: Credentials) =>
    other.pop('kms', credentials).request('GetSecretValue', { SecretName: secret });

  /** Has both processes decide on the state so far, so that whatever they cache is cached now. */
  const mayRead = async (credentials: Credentials) => {
    await ram.as(credentials, 'kms', 'GetSecretValue', { SecretName: secret });
    await readThere(credentials);
  };
  async function readerWith(document: object) {
    const { name: UserName, credentials } = await ram.newUser();
    const PolicyName = ram.newName('reading');
    await ram.call('CreatePolicy', { PolicyName, PolicyDocument: policy(document) });
    const attachment = { UserName, PolicyName, PolicyType: 'Custom' };
    await ram.call('AttachPolicyToUser', attachment);
    await mayRead(credentials);
    return { UserName, credentials, PolicyName, attachment };
  }

  it('applies to the next call in another: a policy is detached', async () => {
    const { credentials, attachment } = await readerWith(allow('kms:GetSecretValue'));
    await ram.call('DetachPolicyFromUser', attachment);
    expect(await refusal(readThere(credentials))).toMatchObject(forbidden);
  });

  it('applies there: the default version changes and changes back', async () => {
    const { credentials, PolicyName } = await readerWith(allow('kms:*'));
    await ram.call('CreatePolicyVersion', {
      PolicyName,
      PolicyDocument: policy(allow('kms:ListKeys')),
      SetAsDefault: 'true',
    });
    expect(await refusal(readThere(credentials))).toMatchObject(forbidden);
    await ram.call('SetDefaultPolicyVersion', { PolicyName, VersionId: 'v1' });
    await readThere(credentials);
  });

  it('applies there: another policy under the same name', async () => {
    const { credentials, PolicyName, attachment } = await readerWith(allow('kms:Get*'));
    await ram.call('DetachPolicyFromUser', attachment);
    await ram.call('DeletePolicy', { PolicyName });
    await ram.call('CreatePolicy', { PolicyName, PolicyDocument: policy(allow('kms:List*')) });
    await ram.call('AttachPolicyToUser', attachment);
    expect(await refusal(readThere(credentials))).toMatchObject(forbidden);
  });

  it('applies there: a member leaves a group', async () => {
    const { name: UserName, credentials } = await ram.newUser();
    const GroupName = await ram.newGroup(UserName);
    const PolicyType = 'System';
    await ram.call('AttachPolicyToGroup', { GroupName, PolicyName: 'AliyunKMSSecretUserAccess', PolicyType });
    await mayRead(credentials);
    await ram.call('RemoveUserFromGroup', { UserName, GroupName });
    expect(await refusal(readThere(credentials))).toMatchObject(forbidden);
  });

  it('applies there: an AccessKey is disabled or deleted', async () => {
    const { UserName, credentials } = await readerWith(allow('kms:GetSecretValue'));
    const key = { UserName, UserAccessKeyId: credentials.accessKeyId };
    await ram.call('UpdateAccessKey', { ...key, Status: 'Inactive' });
    expect(await refusal(readThere(credentials))).toMatchObject({ code: 'Forbidden.AccessKey' });
    await ram.call('DeleteAccessKey', key);
    expect(await refusal(readThere(credentials))).toMatchObject({ code: 'InvalidAccessKeyId.NotFound' });
  });
});
