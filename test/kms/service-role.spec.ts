import { ecsSecretsServiceRole } from '../../src/kms/ecs-secrets-role.api.ts';
import { refusal } from '../support/api-clients.ts';
import { newAccount } from './kms-account.ts';

const kms = await newAccount();

const { roleName: RoleName } = ecsSecretsServiceRole;

describe('the role that KMS uses on servers', () => {
  const ram = (action: string) => kms.app.pop('ram').request(action, { RoleName });
  const drop = (SecretName: string) => kms.call('DeleteSecret', { SecretName, ForceDeleteWithoutRecovery: 'true' });
  const codeOf = async (call: Promise<unknown>) => (await refusal(call)).code;

  it('is not deleted while there is an ECS secret, one that is scheduled for deletion included', async () => {
    const [one, other] = [await kms.createEcsSecret(), await kms.createEcsSecret()];
    await kms.createSecret();
    await drop(one);
    expect(await codeOf(ram('DeleteRole'))).toBe('DeleteConflict.Role.ServiceLinked');
    await kms.call('DeleteSecret', { SecretName: other });
    expect(await codeOf(ram('DeleteRole'))).toBe('DeleteConflict.Role.ServiceLinked');
    await kms.call('RestoreSecret', { SecretName: other });
    await drop(other);
    await ram('DeleteRole');
    expect(await codeOf(ram('GetRole'))).toBe('EntityNotExist.Role');
  });

  it('exists after each ECS secret was created, even if it is deleted at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      await drop(await kms.createEcsSecret());
      const [SecretName] = await Promise.all([kms.createEcsSecret(), ram('DeleteRole').catch(() => undefined)]);
      expect((await ram('GetRole')).Role.RoleName).toBe(RoleName);
      await drop(SecretName);
    }
  });
});
