import { refusal, type Credentials, type Members } from '../../support/api-clients.ts';
import { allow, deny, policy, trustPolicy, type TestUser } from '../ram-account.ts';
import { RamApplication } from '../ram-application.ts';

describe('AssumeRole', () => {
  let ram: RamApplication;
  let user: TestUser;
  beforeAll(async () => {
    ram = await RamApplication.start();
    user = await ram.newUser([allow('sts:AssumeRole')]);
  });
  afterAll(() => ram.app.stop());

  const assume = (RoleName: string, parameters: Members = {}, credentials: Credentials = user.credentials) => {
    const request = { RoleArn: ram.roleArn(RoleName), RoleSessionName: 'alice', ...parameters };
    return ram.as(credentials, 'sts', 'AssumeRole', request);
  };
  const notAuthorized = {
    code: 'NoPermission',
    status: 403,
    message: 'You are not authorized to do this action. You should be authorized by RAM.',
  };

  describe('answers', () => {
    it('credentials of a session that can do what the role can', async () => {
      const RoleName = await ram.newRole([allow('ram:ListUsers')]);
      const { Credentials: issued, AssumedRoleUser } = await assume(RoleName);
      const { RoleId } = (await ram.call('GetRole', { RoleName })).Role;
      expect(issued.AccessKeyId).toMatch(/^STS\./);
      expect(AssumedRoleUser).toEqual({ Arn: `${ram.roleArn(RoleName)}/alice`, AssumedRoleId: `${RoleId}:alice` });
      const lasts = Date.parse(issued.Expiration) - ram.app.clock.now().getTime();
      expect(Math.abs(lasts - 3_600_000)).toBeLessThan(10_000);
      const session = await ram.assume(user, RoleName);
      await ram.call('ListUsers', {}, session);
      expect(await refusal(ram.call('ListRoles', {}, session))).toMatchObject({ code: 'NoPermission' });
    });

    it('without keeping the secret or the token in the database', async () => {
      const { Credentials: issued } = await assume(await ram.newRole());
      const [row] = await ram.query('select * from sts_sessions where access_key_id = $1', [issued.AccessKeyId]);
      const stored = JSON.stringify(row) + row?.sealed_secret.toString('latin1');
      expect(stored).not.toContain(issued.AccessKeySecret);
      expect(stored).not.toContain(issued.SecurityToken);
    });

    it('a session that can do no more than its own policy says, and no more than its role', async () => {
      const RoleName = await ram.newRole([allow('ram:List*')]);
      const session = await ram.assume(user, RoleName, { Policy: policy(allow('ram:*'), deny('ram:ListRoles')) });
      await ram.call('ListUsers', {}, session);
      for (const action of ['ListRoles', 'CreateUser']) {
        const call = ram.call(action, action === 'CreateUser' ? { UserName: 'x' } : {}, session);
        expect(await refusal(call)).toMatchObject({ code: 'NoPermission' });
      }
      const narrow = await ram.assume(user, RoleName, { Policy: policy(allow('ram:ListRoles')) });
      expect(await refusal(ram.call('ListUsers', {}, narrow))).toMatchObject({ code: 'NoPermission' });
    });

    it('a session to a session of another role', async () => {
      const first = await ram.assume(user, await ram.newRole([allow('sts:AssumeRole')]));
      const second = await ram.assume({ credentials: first }, await ram.newRole([allow('ram:ListUsers')]));
      expect((await ram.call('ListUsers', {}, second)).IsTruncated).toBe(false);
    });

    it('up to the time that the role allows', async () => {
      const RoleName = await ram.newRole([], { MaxSessionDuration: 7_200 });
      await assume(RoleName, { DurationSeconds: 7_200 });
      for (const DurationSeconds of [899, 7_201]) {
        expect(await refusal(assume(RoleName, { DurationSeconds }))).toEqual({
          code: 'InvalidParameter.DurationSeconds',
          status: 400,
          message: 'The Min/Max value of DurationSeconds is 15min/2hr.',
        });
      }
    });
  });

  describe('refuses parameters', () => {
    it.each([
      ['RoleArn', 'admin', 'InvalidParameter.RoleArn', 'The parameter RoleArn is wrongly formed.'],
      [
        'RoleSessionName',
        'a b',
        'InvalidParameter.RoleSessionName',
        'The parameter RoleSessionName is wrongly formed.',
      ],
      ['ExternalId', 'a b', 'InvalidParameter.ExternalId', 'The parameter ExternalId is wrongly formed.'],
      ['Policy', '{}', 'InvalidParameter.PolicyGrammar', 'The parameter Policy has not passed grammar check.'],
      ['Policy', 'all', 'InvalidParameter.PolicyGrammar', 'The parameter Policy has not passed grammar check.'],
      [
        'Policy',
        policy(allow('x'.repeat(2_048))),
        'InvalidParameter.PolicySize',
        'The size of Policy must be smaller than 2048 bytes.',
      ],
      ['RoleArn', '', 'MissingRoleArn', 'RoleArn is mandatory for this action.'],
    ])('%s=%s', async (name, value, code, message) => {
      const RoleName = await ram.newRole();
      expect(await refusal(assume(RoleName, { [name]: value }))).toEqual({ code, status: 400, message });
    });
  });

  describe('refuses the caller', () => {
    it("who is the account's root", async () => {
      expect(await refusal(assume(await ram.newRole(), {}, ram.app.rootAccessKey))).toEqual({
        code: 'NoPermission',
        status: 403,
        message: 'Roles may not be assumed by root accounts.',
      });
    });

    it('whose policies do not allow it, whether or not the role exists', async () => {
      const { credentials } = await ram.newUser();
      expect(await refusal(assume(await ram.newRole(), {}, credentials))).toEqual(notAuthorized);
      expect(await refusal(assume('nobody', {}, credentials))).toEqual(notAuthorized);
      expect(await refusal(assume('nobody'))).toEqual({
        code: 'EntityNotExist.Role',
        status: 404,
        message: 'The specified Role not exists .',
      });
    });

    it('who is denied the role, however they write its name', async () => {
      const RoleName = await ram.newRole();
      const denied = await ram.newUser([allow('sts:AssumeRole'), deny('sts:AssumeRole', ram.roleArn(RoleName))]);
      expect(await refusal(assume(RoleName, {}, denied.credentials))).toEqual(notAuthorized);
      expect(await refusal(assume(RoleName.toUpperCase(), {}, denied.credentials))).toEqual(notAuthorized);
    });

    it('whom the role does not trust', async () => {
      const other = await ram.newUser([allow('sts:AssumeRole')]);
      const AssumeRolePolicyDocument = trustPolicy([user.arn]);
      const RoleName = await ram.newRole([], { AssumeRolePolicyDocument });
      await assume(RoleName);
      expect(await refusal(assume(RoleName, {}, other.credentials))).toEqual(notAuthorized);
      expect(await refusal(assume('AliyunServiceRoleForBastionhost'))).toEqual(notAuthorized);
    });

    it('without the external id that the role requires', async () => {
      const AssumeRolePolicyDocument = trustPolicy([user.arn], { StringEquals: { 'sts:ExternalId': 'abc' } });
      const RoleName = await ram.newRole([], { AssumeRolePolicyDocument });
      await assume(RoleName, { ExternalId: 'abc' });
      expect(await refusal(assume(RoleName, { ExternalId: 'abcd' }))).toEqual(notAuthorized);
      expect(await refusal(assume(RoleName))).toEqual(notAuthorized);
    });
  });

  describe('across accounts', () => {
    it('both sides must allow it; a role that does not trust the other side is answered as none', async () => {
      const made = await ram.call('CreateAccount');
      const root = { accessKeyId: made.AccessKey.AccessKeyId, accessKeySecret: made.AccessKey.AccessKeySecret };
      const role = async (RoleName: string, trusted: string) => {
        const request = { RoleName, AssumeRolePolicyDocument: trustPolicy([trusted]) };
        const { Role } = await ram.call('CreateRole', request, root);
        const attached = { RoleName, PolicyName: 'AdministratorAccess', PolicyType: 'System' };
        await ram.call('AttachPolicyToRole', attached, root);
        return Role.Arn as string;
      };
      const open = await role('open', `acs:ram::${ram.accountId}:root`);
      const closed = await role('closed', `acs:ram::${made.Account.AccountId}:root`);
      const session = await ram.assume(user, open);
      const identity = await ram.as(session, 'sts', 'GetCallerIdentity');
      expect(identity.AccountId).toBe(made.Account.AccountId);
      expect((await ram.call('ListRoles', {}, session)).Roles.Role).toHaveLength(3);
      expect(await refusal(ram.assume(user, closed))).toMatchObject({ code: 'EntityNotExist.Role', status: 404 });
      expect(await refusal(ram.assume(await ram.newUser(), open))).toMatchObject({ code: 'NoPermission' });
    });
  });
});
