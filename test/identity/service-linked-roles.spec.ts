import { DataSource } from 'typeorm';
import type { Caller, Identity } from '../../src/common/caller.ts';
import { newRequestId } from '../../src/common/identifiers.ts';
import { AccessDenied, AccessKeys } from '../../src/identity/identity.api.ts';
import { ServiceLinkedRoles } from '../../src/identity/service-linked-roles.api.ts';
import { ecsSecretsServiceRole } from '../../src/kms/ecs-secrets-role.api.ts';
import { type TestUser } from '../ram/ram-account.ts';
import { RamApplication } from '../ram/ram-application.ts';

describe('the role of a service', () => {
  let ram: RamApplication;
  beforeAll(async () => {
    ram = await RamApplication.start();
  });
  afterAll(() => ram.app.stop());

  const {
    roleName: RoleName,
    policy: { name: PolicyName },
  } = ecsSecretsServiceRole;
  const ensureFor = (identity: Identity) => {
    const context = { region: 'cn-hangzhou', sourceAddress: 'internal', requestId: newRequestId() };
    const caller: Caller = { accountId: ram.accountId, identity, ...context };
    const roles = ram.app.get(ServiceLinkedRoles);
    return ram.app.get(DataSource).transaction((tx) => roles.ensure(caller, tx, ecsSecretsServiceRole));
  };
  const identityOf = async ({ credentials }: TestUser) =>
    (await ram.app.get(AccessKeys).find(credentials.accessKeyId))!.identity;

  it('is created once, for a caller who may create it, with its policy attached', async () => {
    // This policy allows only other services' roles.
    const stranger = await identityOf(await ram.newUser([], 'AliyunKMSFullAccess'));
    await expect(ensureFor(stranger)).rejects.toThrow(AccessDenied);
    const administrator = await identityOf(await ram.newUser([], 'AliyunKMSSecretAdminAccess'));
    await Promise.all([ensureFor(administrator), ensureFor(administrator)]);
    const { Policies } = await ram.call('ListPoliciesForRole', { RoleName });
    expect(Policies.Policy).toMatchObject([{ PolicyName, PolicyType: 'System' }]);
  });

  it('is there for everybody once it is created, and nobody can change it', async () => {
    await ensureFor(await identityOf(await ram.newUser()));
    const { Roles } = await ram.call('ListRoles');
    expect(Roles.Role).toHaveLength(2);
    const attached = { RoleName, PolicyName, PolicyType: 'System' };
    await expect(ram.call('DetachPolicyFromRole', attached)).rejects.toMatchObject({
      code: 'OperationDenied.ServiceLinkedRole',
    });
  });
});
