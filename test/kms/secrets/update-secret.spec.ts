import { refusal } from '../../support/api-clients.ts';
import { expectSecretGuarded } from '../key-behaviour.ts';
import { titled } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';

describe('UpdateSecret', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  const custom = async (SecretName: string) =>
    JSON.parse((await kms.call('DescribeSecret', { SecretName })).ExtendedConfig);

  describe('answers', () => {
    it('the name, and changes the description and the update time', async () => {
      const SecretName = await kms.createSecret({ Description: 'old' });
      const { UpdateTime } = await kms.call('DescribeSecret', { SecretName });
      kms.app.clock.advance(2_000);
      expect(await kms.call('UpdateSecret', { SecretName, Description: 'new' })).toMatchObject({ SecretName });
      const updated = await kms.call('DescribeSecret', { SecretName });
      expect(updated.Description).toBe('new');
      expect(updated.UpdateTime > UpdateTime).toBe(true);
    });

    it('and an empty description clears it', async () => {
      const SecretName = await kms.createSecret({ Description: 'old' });
      await kms.call('UpdateSecret', { SecretName, Description: '' });
      expect((await kms.call('DescribeSecret', { SecretName })).Description).toBe('');
    });

    it('CustomData of an ECS secret in both encodings, and the rest of ExtendedConfig stays', async () => {
      const SecretName = await kms.createEcsSecret();
      const before = await custom(SecretName);
      await kms.call('UpdateSecret', { SecretName, 'ExtendedConfig.CustomData': '{"owner":"me"}' });
      expect(await custom(SecretName)).toEqual({ ...before, CustomData: { owner: 'me' } });
      await kms.call('UpdateSecret', { SecretName, ExtendedConfig: '{"CustomData":{"owner":"you"}}' });
      expect(await custom(SecretName)).toEqual({ ...before, CustomData: { owner: 'you' } });
      expect(await kms.call('GetSecretValue', { SecretName })).toMatchObject({ VersionId: 'v1' });
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['ExtendedConfig.CustomData', 'text'],
        ['ExtendedConfig.CustomData', '{"a":1}'],
        ['ExtendedConfig.CustomData', `{"a":"${'x'.repeat(1_000)}"}`],
        ['ExtendedConfig.InstanceId', 'i-other'],
        ['ExtendedConfig', '{"InstanceId":"i-other"}'],
      ]),
    )('%s', async (_, name, value) => {
      const SecretName = await kms.createEcsSecret();
      const before = await custom(SecretName);
      expect(await refusal(kms.call('UpdateSecret', { SecretName, [name]: value }))).toEqual({
        code: 'InvalidParameter',
        status: 400,
        message: 'The specified parameter ExtendedConfig is not valid.',
      });
      expect(await custom(SecretName)).toEqual(before);
    });

    it('CustomData for a Generic secret, which has no ExtendedConfig', async () => {
      const SecretName = await kms.createSecret();
      const call = kms.call('UpdateSecret', { SecretName, 'ExtendedConfig.CustomData': '{}' });
      await expect(call).rejects.toMatchObject({ code: 'InvalidParameter' });
    });
  });

  describe('refuses state', () => {
    it('an unknown secret', async () => {
      const call = kms.call('UpdateSecret', { SecretName: 'nothing', Description: 'x' });
      await expect(call).rejects.toMatchObject({ code: 'Forbidden.ResourceNotFound' });
    });

    it('a secret that is scheduled for deletion', async () => {
      const SecretName = await kms.createSecret();
      await kms.call('DeleteSecret', { SecretName });
      expect(await refusal(kms.call('UpdateSecret', { SecretName, Description: 'x' }))).toEqual({
        code: 'Rejected.ResourceInDeleteWindow',
        status: 409,
        message: 'secret in delete peroid',
      });
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the secret', async () => {
      const SecretName = await kms.createSecret();
      await expectSecretGuarded(kms, 'UpdateSecret', { SecretName, Description: 'other' });
    });
  });
});
