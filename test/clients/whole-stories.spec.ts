import type { ApiClient, Credentials, Members } from '../support/api-clients.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { ecsPassword } from '../kms/kms-account.ts';
import { KmsApplication } from '../kms/kms-application.ts';
import { allow, policy, trustPolicy } from '../ram/ram-account.ts';
import { RamApplication } from '../ram/ram-application.ts';
import { kmsClient } from './kms-client.ts';

type Product = 'kms' | 'ram' | 'sts';
type Clients = (product: Product, credentials?: Credentials) => ApiClient;

describe("the vendor's own clients, unmodified", () => {
  let app: TestApplication;
  let kms: KmsApplication;
  beforeAll(async () => {
    app = await startTestApplication();
    kms = new KmsApplication(app);
  });
  afterAll(() => app.stop());

  const stories: [string, () => Clients][] = [
    ['pop-core over signature V1', () => (product, credentials) => app.pop(product, credentials)],
    ['openapi-client over signature V3', () => (product, credentials) => app.openApi(product, credentials)],
    [
      'kms20160120, and pop-core for RAM',
      () =>
        (product, credentials = app.rootAccessKey) =>
          product === 'kms' ? kmsClient(app.url, credentials) : app.pop(product, credentials),
    ],
  ];

  describe.each(stories)('%s', (title, clientsOf) => {
    let clients: Clients;
    beforeAll(() => {
      clients = clientsOf();
    });
    const codeOf = (call: Promise<unknown>): Promise<string> =>
      call.then(
        () => 'OK',
        // Tea's clients append `Error` to the code.
        ({ code }) => (code as string).replace(/Error$/, ''),
      );

    it('encrypts under a key by its alias, rotates the key, and decrypts', async () => {
      const client = clients('kms');
      const { KeyMetadata } = await client.request('CreateKey', { Description: 'a story, & more +~*' });
      const { KeyId } = KeyMetadata;
      const AliasName = `alias/${kms.newName('story')}`;
      await client.request('CreateAlias', { AliasName, KeyId });
      const Plaintext = Buffer.from('p&=+ ~*x').toString('base64');
      const encrypted = await client.request('Encrypt', { KeyId: AliasName, Plaintext });
      await client.request('CreateKeyVersion', { KeyId });
      const { TotalCount } = await client.request('ListKeyVersions', { KeyId });
      const opened = await client.request('Decrypt', { CiphertextBlob: encrypted['CiphertextBlob'] });
      expect({ TotalCount, Plaintext: opened['Plaintext'] }).toEqual({ TotalCount: 2, Plaintext });
      await client.request('DisableKey', { KeyId });
      expect(await codeOf(client.request('Encrypt', { KeyId, Plaintext }))).toBe('Rejected.Disabled');
      await client.request('EnableKey', { KeyId });
      await client.request('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
      const described = await client.request('DescribeKey', { KeyId });
      expect(described['KeyMetadata'].KeyState).toBe('PendingDeletion');
    });

    it('creates, changes, reads, rotates, deletes and restores secrets', async () => {
      const client = clients('kms');
      const SecretName = kms.newName('story/db+1=x@');
      const Tags = '[{"TagKey":"a","TagValue":"b c"}]';
      await client.request('CreateSecret', { SecretName, VersionId: 'v1', SecretData: 'p&=+ ~*x \u00e4', Tags });
      expect((await client.request('GetSecretValue', { SecretName }))['SecretData']).toBe('p&=+ ~*x \u00e4');
      await client.request('PutSecretValue', { SecretName, VersionId: 'v2', SecretData: 'second' });
      const { SecretData, VersionStages } = await client.request('GetSecretValue', { SecretName, VersionId: 'v2' });
      expect([SecretData, VersionStages]).toEqual(['second', { VersionStage: ['ACSCurrent'] }]);
      const { Tags: tags } = await client.request('DescribeSecret', { SecretName, FetchTags: 'true' });
      expect(tags).toEqual({ Tag: [{ TagKey: 'a', TagValue: 'b c' }] });
      await client.request('DeleteSecret', { SecretName, RecoveryWindowInDays: '7' });
      expect(await codeOf(client.request('GetSecretValue', { SecretName }))).toBe('Rejected.ResourceInDeleteWindow');
      await client.request('RestoreSecret', { SecretName });
      await client.request('DeleteSecret', { SecretName, ForceDeleteWithoutRecovery: 'true' });
      expect(await codeOf(client.request('GetSecretValue', { SecretName }))).toBe('Forbidden.ResourceNotFound');
    });

    // kms20160120 over signature V1 knows only Generic secrets.
    if (!title.startsWith('kms20160120')) {
      it('creates a secret for a server and has it rotated', async () => {
        const client = clients('kms');
        const SecretName = kms.newName('acs/ecs/story');
        const secret = { SecretName, VersionId: 'v1', ...ecsPassword(await kms.registerInstance()) };
        const schedule = { EnableAutomaticRotation: true, RotationInterval: '7d' };
        await client.request('CreateSecret', { ...secret, ...schedule });
        const described = await client.request('DescribeSecret', { SecretName });
        expect(described).toMatchObject({
          SecretType: 'ECS',
          AutomaticRotation: 'Enabled',
          RotationInterval: '604800s',
        });
        const rotated = await client.request('RotateSecret', { SecretName, VersionId: 'v2' });
        expect(rotated).toMatchObject({ SecretName, VersionId: 'v2' });
        const again = client.request('RotateSecret', { SecretName, VersionId: 'v3' });
        expect(await codeOf(again)).toBe('Rejected.RotationInProgress');
      });
    }

    describe('RAM and STS', () => {
      let UserName: string;
      let user: Credentials;
      let SecretName: string;
      let ram: RamApplication;
      beforeAll(async () => {
        ram = new RamApplication(app);
        UserName = kms.newName('story-user');
        SecretName = await kms.createSecret({ SecretData: 'for whom it is' });
        const client = clients('ram');
        await client.request('CreateUser', { UserName, DisplayName: 'A story' });
        const { AccessKey } = await client.request('CreateAccessKey', { UserName });
        user = { accessKeyId: AccessKey.AccessKeyId, accessKeySecret: AccessKey.AccessKeySecret };
      });

      const read = (credentials: Credentials): Promise<Members> =>
        clients('kms', credentials).request('GetSecretValue', { SecretName });

      it('lets a user do what a policy allows from when it is attached until it is detached', async () => {
        const client = clients('ram');
        const PolicyName = kms.newName('story-policy');
        const arn = `acs:kms:*:${ram.accountId}:secret/${SecretName}`;
        await client.request('CreatePolicy', { PolicyName, PolicyDocument: policy(allow('kms:GetSecretValue', arn)) });
        expect(await codeOf(read(user))).toBe('Forbidden.NoPermission');
        await client.request('AttachPolicyToUser', { UserName, PolicyName, PolicyType: 'Custom' });
        expect((await read(user))['SecretData']).toBe('for whom it is');
        const { Policies } = await client.request('ListPoliciesForUser', { UserName });
        expect(Policies.Policy.map((each: Members) => each['PolicyName'])).toEqual([PolicyName]);
        await client.request('DetachPolicyFromUser', { UserName, PolicyName, PolicyType: 'Custom' });
        expect(await codeOf(read(user))).toBe('Forbidden.NoPermission');
      });

      it("lets a user assume a role and call with the session's token", async () => {
        const client = clients('ram');
        const RoleName = kms.newName('story-role');
        const AssumeRolePolicyDocument = trustPolicy([`acs:ram::${ram.accountId}:user/${UserName}`]);
        const { Role } = await client.request('CreateRole', { RoleName, AssumeRolePolicyDocument });
        const reading = { PolicyName: 'AliyunKMSSecretUserAccess', PolicyType: 'System' };
        await client.request('AttachPolicyToRole', { RoleName, ...reading });
        const PolicyName = kms.newName('story-assuming');
        await client.request('CreatePolicy', { PolicyName, PolicyDocument: policy(allow('sts:AssumeRole', Role.Arn)) });
        await client.request('AttachPolicyToUser', { UserName, PolicyName, PolicyType: 'Custom' });
        const sts = clients('sts', user);
        const issued = (await sts.request('AssumeRole', { RoleArn: Role.Arn, RoleSessionName: 'story' }))[
          'Credentials'
        ];
        const session = {
          accessKeyId: issued.AccessKeyId as string,
          accessKeySecret: issued.AccessKeySecret as string,
          securityToken: issued.SecurityToken as string,
        };
        expect(await clients('sts', session).request('GetCallerIdentity')).toMatchObject({
          IdentityType: 'AssumedRoleUser',
          RoleId: Role.RoleId,
        });
        expect((await read(session))['SecretData']).toBe('for whom it is');
        const { securityToken: _token, ...bare } = session;
        expect(await codeOf(read(bare))).toBe('MissingSecurityToken');
      });
    });
  });
});
