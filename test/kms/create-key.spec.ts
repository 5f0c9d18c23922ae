import { refusal } from '../support/api-clients.ts';
import { KmsApplication, region, titled } from './kms-application.ts';

describe('CreateKey', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  describe('answers', () => {
    it('an enabled symmetric key with material of its own', async () => {
      const { KeyMetadata } = await kms.call('CreateKey', { Description: 'for tests' });
      expect(KeyMetadata).toEqual({
        Arn: `acs:kms:${region}:${kms.accountId}:key/${KeyMetadata.KeyId}`,
        AutomaticRotation: 'Disabled',
        CreationDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        Creator: kms.accountId,
        Description: 'for tests',
        KeyId: expect.stringMatching(/^key-[a-z0-9]{20}$/),
        KeySpec: 'Aliyun_AES_256',
        KeyState: 'Enabled',
        KeyUsage: 'ENCRYPT/DECRYPT',
        LastRotationDate: KeyMetadata.CreationDate,
        Origin: 'Aliyun_KMS',
        PrimaryKeyVersion: expect.stringMatching(/^[0-9a-f-]{36}$/),
        ProtectionLevel: 'SOFTWARE',
      });
    });

    it('another key each time', async () => {
      const first = await kms.call('CreateKey');
      const second = await kms.call('CreateKey');
      expect(second.KeyMetadata.KeyId).not.toBe(first.KeyMetadata.KeyId);
    });

    it('the defaults when they are spelled out', async () => {
      const { KeyMetadata } = await kms.call('CreateKey', {
        KeySpec: 'Aliyun_AES_256',
        KeyUsage: 'ENCRYPT/DECRYPT',
        Origin: 'Aliyun_KMS',
        ProtectionLevel: 'SOFTWARE',
        EnableAutomaticRotation: 'false',
        DKMSInstanceId: '',
        Tags: JSON.stringify([{ TagKey: 'team', TagValue: '' }]),
      });
      expect(KeyMetadata.KeySpec).toBe('Aliyun_AES_256');
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['KeySpec', 'RSA_2048'],
        ['KeyUsage', 'SIGN/VERIFY'],
        ['Origin', 'EXTERNAL'],
        ['ProtectionLevel', 'HSM'],
        ['EnableAutomaticRotation', 'true'],
        ['RotationInterval', '365d'],
        ['DKMSInstanceId', 'kst-1'],
        ['Policy', '{"Version":"1"}'],
        ['Description', 'x'.repeat(8193)],
        ['Tags', '[{"TagKey":"acs:a","TagValue":"b"}]'],
        ['Tags', '[{"TagKey":"aliyun-a","TagValue":"b"}]'],
        ['Tags', '[{"TagKey":"a","TagValue":"b"},{"TagKey":"a","TagValue":"c"}]'],
        ['Tags', JSON.stringify([...Array(21).keys()].map((n) => ({ TagKey: `k${n}`, TagValue: 'v' })))],
        ['Tags', '[null]'],
        ['KeyState', 'Disabled'],
      ]),
    )('%s', async (_, name, value) => {
      expect(await refusal(kms.call('CreateKey', { [name]: value }))).toEqual({
        code: 'InvalidParameter',
        status: 400,
        message: `The specified parameter ${name} is not valid.`,
      });
    });
  });
});
