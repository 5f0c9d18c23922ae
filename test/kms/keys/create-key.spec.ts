import { KeyMaterials } from '../../../src/kms/keys/key-materials.ts';
import { refusal } from '../../support/api-clients.ts';
import { region, titled } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';
import { allow, policyOf, ramUser } from '../ram-callers.ts';

describe('CreateKey', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  describe('answers', () => {
    it('an enabled symmetric key with its own material', async () => {
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

    it('a different key each time', async () => {
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

  describe('answers keys of every kind', () => {
    it.each([
      ['Aliyun_AES_128', 'ENCRYPT/DECRYPT'],
      ['Aliyun_AES_192', 'ENCRYPT/DECRYPT'],
      ['RSA_2048', 'SIGN/VERIFY'],
      ['RSA_3072', 'SIGN/VERIFY'],
      ['RSA_4096', 'SIGN/VERIFY'],
      ['EC_P256', 'SIGN/VERIFY'],
      ['EC_P256K', 'SIGN/VERIFY'],
      ['HMAC_SHA_256', 'GENERATE/VERIFY_MAC'],
    ])('%s, for %s by default', async (KeySpec, KeyUsage) => {
      expect(await kms.createKey({ KeySpec })).toMatchObject({ KeySpec, KeyUsage, KeyState: 'Enabled' });
    });

    it('RSA keys that encrypt', async () => {
      const KeyUsage = 'ENCRYPT/DECRYPT';
      expect(await kms.createKey({ KeySpec: 'RSA_2048', KeyUsage })).toMatchObject({ KeyUsage });
    });

    it('a key that waits for its material', async () => {
      expect(await kms.createKey({ Origin: 'EXTERNAL' })).toMatchObject({
        KeyState: 'PendingImport',
        Origin: 'EXTERNAL',
      });
    });

    it('a key that is rotated, and one with a policy', async () => {
      const rotated = await kms.createKey({ EnableAutomaticRotation: 'true', RotationInterval: '30d' });
      expect(rotated).toMatchObject({ AutomaticRotation: 'Enabled', RotationInterval: '2592000s' });
      const Policy = policyOf({ ...allow('kms:Encrypt'), Principal: { RAM: ['*'] } });
      const { KeyId } = await kms.createKey({ Policy });
      const user = await ramUser(kms, []);
      expect((await user.call('Encrypt', { KeyId, Plaintext: 'AAAA' })).KeyId).toBe(KeyId);
    });

    it('with no material visible in the database', async () => {
      const { KeyId, PrimaryKeyVersion } = await kms.createKey({ KeySpec: 'EC_P256' });
      const [row] = await kms.query<{ sealed_material: Buffer }>(
        'select sealed_material from kms_key_versions where key_id = $1',
        [KeyId],
      );
      const material = kms.app.get(KeyMaterials).open({
        accountId: kms.accountId,
        region,
        keyId: KeyId,
        keyVersionId: PrimaryKeyVersion,
        sealedMaterial: row!.sealed_material,
      });
      expect(row!.sealed_material.includes(material.reveal().subarray(40, 60))).toBe(false);
    });
  });

  describe('refuses what does not fit', () => {
    it.each([
      [{ KeySpec: 'RSA_2048', Origin: 'EXTERNAL' }, 'UnsupportedOperation'],
      [{ KeySpec: 'EC_P256', EnableAutomaticRotation: 'true', RotationInterval: '7d' }, 'UnsupportedOperation'],
      [{ Origin: 'EXTERNAL', EnableAutomaticRotation: 'true', RotationInterval: '7d' }, 'UnsupportedOperation'],
      [{ KeySpec: 'EC_P256', KeyUsage: 'ENCRYPT/DECRYPT' }, 'InvalidParameter'],
      [{ EnableAutomaticRotation: 'true' }, 'MissingParameter'],
      [{ DKMSInstanceId: 'kst-1' }, 'Forbidden.DKMSInstanceNotFound'],
    ])('%j', async (parameters, code) => {
      expect((await refusal(kms.call('CreateKey', parameters))).code).toBe(code);
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the container of keys', async () => {
      const user = await ramUser(kms, [allow('kms:CreateKey', 'acs:kms:*:*:alias')]);
      expect((await refusal(user.call('CreateKey'))).code).toBe('Forbidden.NoPermission');
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['KeySpec', 'EC_SM2'],
        ['KeySpec', 'Aliyun_SM4'],
        ['KeyUsage', 'SIGN/VERIFY'],
        ['Origin', 'Elsewhere'],
        ['ProtectionLevel', 'HSM'],
        ['EnableAutomaticRotation', 'yes'],
        ['RotationInterval', '6d'],
        ['KeyStorageMechanism', 'HsmInternal'],
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
