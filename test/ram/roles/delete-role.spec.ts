import { DataSource } from 'typeorm';
import type { Caller } from '../../../src/common/caller.ts';
import { newRequestId } from '../../../src/common/identifiers.ts';
import { ServiceLinkedRoles } from '../../../src/identity/service-linked-roles.api.ts';
import { bastionServiceRole } from '../../../src/bastionhost/bastion-role.api.ts';
import { ecsSecretsServiceRole } from '../../../src/kms/ecs-secrets-role.api.ts';
import { refusal } from '../../support/api-clients.ts';
import { eventually } from '../../support/eventually.ts';
import { lockWaits } from '../../support/lock-waits.ts';
import { allow, noPermission } from '../ram-account.ts';
import { RamApplication } from '../ram-application.ts';

describe('DeleteRole', () => {
  let ram: RamApplication;
  beforeAll(async () => {
    ram = await RamApplication.start();
  });
  afterAll(() => ram.app.stop());

  it('deletes the role with its tags and sessions', async () => {
    const RoleName = await ram.newRole();
    const user = await ram.newUser([allow('sts:AssumeRole')]);
    const session = await ram.assume(user, RoleName);
    await ram.call('DeleteRole', { RoleName });
    expect(await refusal(ram.as(session, 'sts', 'GetCallerIdentity'))).toMatchObject({
      code: 'InvalidAccessKeyId.NotFound',
    });
  });

  it('leaves no role to a caller who assumes it meanwhile', async () => {
    const RoleName = await ram.newRole();
    const user = await ram.newUser([allow('sts:AssumeRole')]);
    const { dataSource } = ram.app.database;
    const assumed = await dataSource.transaction(async (tx) => {
      await tx.query('delete from ram_roles where account_id = $1 and role_name = $2', [ram.accountId, RoleName]);
      const call = refusal(ram.assume(user, RoleName));
      await eventually('the call waits for the deletion', async () => (await lockWaits(dataSource)) > 0);
      return { call };
    });
    expect(await assumed.call).toMatchObject({ code: 'EntityNotExist.Role', status: 404 });
  });

  it('refuses a role that still has a policy', async () => {
    const RoleName = await ram.newRole([allow('*')]);
    expect(await refusal(ram.call('DeleteRole', { RoleName }))).toEqual({
      code: 'DeleteConflict.Role.Policy',
      status: 409,
      message: 'The role CAN NOT has any attached policy while deleting the role.',
    });
  });

  it('refuses the role of a service, until the service says that nothing depends on it', async () => {
    const roles = ram.app.get(ServiceLinkedRoles);
    const { roleName: RoleName } = ecsSecretsServiceRole;
    await ram.app.get(DataSource).transaction((tx) => roles.ensure(root(), tx, ecsSecretsServiceRole));
    const refused = async (name = RoleName) => (await refusal(ram.call('DeleteRole', { RoleName: name }))).code;
    // The service of this role never says so.
    expect(await refused(bastionServiceRole.roleName)).toBe('DeleteConflict.Role.ServiceLinked');
    let isUsed = true;
    roles.usedBy(ecsSecretsServiceRole.serviceName, async () => isUsed);
    expect(await refused()).toBe('DeleteConflict.Role.ServiceLinked');
    isUsed = false;
    await ram.call('DeleteRole', { RoleName });
    expect((await refusal(ram.call('GetRole', { RoleName }))).code).toBe('EntityNotExist.Role');
  });

  const root = (): Caller => ({
    accountId: ram.accountId,
    region: 'cn-hangzhou',
    identity: { kind: 'Account', arn: `acs:ram::${ram.accountId}:root` },
    sourceAddress: 'internal',
    requestId: newRequestId(),
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('DeleteRole', { RoleName: 'nobody' }))).toEqual({
      code: 'EntityNotExist.Role',
      status: 404,
      message: 'The role not exists: nobody.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('DeleteRole', { RoleName: 'nobody' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('DeleteRole', ram.accountId, 'role/nobody'));
  });
});
