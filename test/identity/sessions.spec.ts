import { RoleSessions } from '../../src/identity/sessions/role-sessions.ts';
import { refusal, type Credentials } from '../support/api-clients.ts';
import { answerOf, call } from '../support/signed-request.ts';
import { allow, type TestUser } from '../ram/ram-account.ts';
import { RamApplication } from '../ram/ram-application.ts';

describe('the session of a role', () => {
  let ram: RamApplication;
  let user: TestUser;
  beforeAll(async () => {
    ram = await RamApplication.start();
    user = await ram.newUser([allow('sts:AssumeRole')]);
  });
  afterAll(() => ram.app.stop());

  const basic = async ({ accessKeyId, accessKeySecret, securityToken }: Credentials) => {
    const authorization = `Basic ${Buffer.from(`${accessKeyId}:${accessKeySecret}`).toString('base64')}`;
    const token: Record<string, string> = securityToken ? { 'x-acs-security-token': securityToken } : {};
    return answerOf(await fetch(`${ram.app.url}/ram/users`, { headers: { authorization, ...token } }));
  };
  const listUsers = (credentials: Credentials) => ram.call('ListUsers', {}, credentials);

  it('signs calls of every kind: V1, V3 and Basic', async () => {
    const session = await ram.assume(user, await ram.newRole([allow('ram:ListUsers')]));
    await listUsers(session);
    await ram.app.openApi('ram', session).request('ListUsers');
    expect((await basic(session)).status).toBe(200);
  });

  it('is accepted only with its own token', async () => {
    const role = await ram.newRole([allow('ram:ListUsers')]);
    const [session, other] = [await ram.assume(user, role), await ram.assume(user, role)];
    const { securityToken: _token, ...bare } = session;
    const missing = {
      code: 'MissingSecurityToken',
      status: 400,
      message: 'SecurityToken is mandatory for this action.',
    };
    const mismatch = { code: 'InvalidSecurityToken.MismatchWithAccessKey', status: 400 };
    expect(await refusal(listUsers(bare))).toEqual(missing);
    expect(await refusal(listUsers({ ...session, securityToken: 'CAISwrong' }))).toMatchObject(mismatch);
    expect(await refusal(listUsers({ ...session, securityToken: other.securityToken }))).toMatchObject(mismatch);
    expect(await refusal(listUsers({ ...user.credentials, securityToken: other.securityToken }))).toMatchObject(
      mismatch,
    );
    expect((await basic(bare)).body.Code).toBe('MissingSecurityToken');
    expect((await basic({ ...bare, securityToken: other.securityToken })).body.Code).toBe(mismatch.code);
    const malformed = call(ram.app, [['Action', 'ListUsers']], {
      protocol: { Version: '2015-05-01', AccessKeyId: bare.accessKeyId, SecurityToken: 'x'.repeat(5_000) },
      accessKeySecret: bare.accessKeySecret,
    });
    expect((await malformed).body.Code).toBe('InvalidSecurityToken.Malformed');
  });

  it('loses rights as soon as its role does: a policy is detached, the role is deleted', async () => {
    const RoleName = await ram.newRole();
    const PolicyName = await ram.newPolicy(allow('ram:ListUsers'));
    const attached = { RoleName, PolicyName, PolicyType: 'Custom' };
    const session = await ram.assume(user, RoleName);
    expect((await refusal(listUsers(session))).code).toBe('NoPermission');
    await ram.call('AttachPolicyToRole', attached);
    await listUsers(session);
    await ram.call('DetachPolicyFromRole', attached);
    expect((await refusal(listUsers(session))).code).toBe('NoPermission');
    await ram.call('DeleteRole', { RoleName });
    expect((await refusal(listUsers(session))).code).toBe('InvalidAccessKeyId.NotFound');
  });

  it('expires, and is forgotten a day later', async () => {
    const session = await ram.assume(user, await ram.newRole([allow('ram:ListUsers')]), { DurationSeconds: 900 });
    ram.app.clock.advance(890_000);
    await listUsers(session);
    ram.app.clock.advance(11_000);
    expect(await refusal(listUsers(session))).toEqual({
      code: 'InvalidSecurityToken.Expired',
      status: 400,
      message: 'Specified SecurityToken is expired.',
    });
    expect((await basic(session)).body.Code).toBe('InvalidSecurityToken.Expired');
    const known = () => ram.query('select 1 from sts_sessions where access_key_id = $1', [session.accessKeyId]);
    await ram.app.get(RoleSessions).removeExpired();
    expect(await known()).toHaveLength(1);
    ram.app.clock.advance(24 * 3_600_000);
    await ram.app.get(RoleSessions).removeExpired();
    expect(await known()).toHaveLength(0);
  });
});
