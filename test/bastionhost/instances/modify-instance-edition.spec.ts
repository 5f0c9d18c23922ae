import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();
const hostId = await bastion.ecsHost('i-web');
await bastion.passwordSecret('acs/ecs/web', 'i-web');

describe('ModifyInstanceEdition', () => {
  const modify = (parameters: Members) => bastion.call('ModifyInstanceEdition', parameters);

  it('changes what the instance reports, member by member', async () => {
    await modify({ PlanCode: 'cloudbastion', ImageVersion: '3.2.47', KmsSecretModule: 'Disable' });
    await modify({ ImageVersion: '3.2.41' });
    await modify({});
    const { Instances } = await bastion.call('DescribeInstances', { InstanceId: undefined });
    expect(Instances).toMatchObject([{ PlanCode: 'cloudbastion', ImageVersion: '3.2.41' }]);
    const { InstanceAttribute } = await bastion.call('DescribeInstanceAttribute');
    expect(InstanceAttribute.KmsSecretModule).toBe('Disable');
  });

  const needs = (version: string) =>
    `KMS secrets are not available: this operation needs image version 3.2.50 or later, and the instance has ${version}.`;
  const isDisabled = 'KMS secrets are not available: the KmsSecretModule of the instance is Disable.';

  const calls: [string, Members][] = [
    ['ListImportableKMSSecretsForHost', { HostId: hostId }],
    ['ImportKMSSecretsForHost', { HostId: hostId, Secrets: [{ SecretName: 'acs/ecs/unknown' }] }],
  ];

  // What the editions mean for connections: test/broker/editions.spec.ts.
  it.each([
    ['cloudbastion_ha', '3.2.50', 'Enable'],
    ['cloudbastion_ha', '3.10.0', 'Enable'],
    ['cloudbastion', '3.2.10', 'Enable'],
  ])('%s %s with KmsSecretModule %s lists and imports KMS secrets', async (...edition) => {
    const [PlanCode, ImageVersion, KmsSecretModule] = edition;
    await modify({ PlanCode, ImageVersion, KmsSecretModule });
    for (const call of calls) await expect(bastion.call(...call)).resolves.toHaveProperty('RequestId');
  });

  it.each([
    ['cloudbastion_ha', '3.2.49', 'Enable', needs('3.2.49')],
    ['cloudbastion_ha', '3.2.9', 'Enable', needs('3.2.9')],
    ['cloudbastion_ha', '3.2.50', 'Disable', isDisabled],
    ['cloudbastion', '3.2.50', 'Disable', isDisabled],
  ])('%s %s with KmsSecretModule %s does neither, and says why', async (...edition) => {
    const [PlanCode, ImageVersion, KmsSecretModule, message] = edition;
    await modify({ PlanCode, ImageVersion, KmsSecretModule });
    for (const call of calls)
      expect(await refusal(bastion.call(...call))).toMatchObject({
        code: 'KmsSecretsUnsupported',
        status: 400,
        message,
      });
  });

  it.each<[string, Members]>([
    ['an unknown plan', { PlanCode: 'cloudbastion_xl' }],
    ['two numbers', { ImageVersion: '3.2' }],
    ['a leading zero', { ImageVersion: '3.2.050' }],
    ['text after the version', { ImageVersion: '3.2.50-rc' }],
    ['another word for the module', { KmsSecretModule: 'true' }],
  ])('refuses parameters: %s', async (_, parameters) => {
    expect(await refusal(modify(parameters))).toMatchObject({ code: 'InvalidParameter', status: 400 });
  });

  it('refuses an unknown instance', async () => {
    const refused = await refusal(modify({ InstanceId: 'bastionhost-cn-00000000000', PlanCode: 'cloudbastion' }));
    expect(refused).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
