import { refusal } from '../../support/api-clients.ts';
import { aliasUnsupported, expectGuarded, expectUnknownKey, invalid } from '../key-behaviour.ts';
import { titled } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';

describe('GetParametersForImport', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  describe('answers', () => {
    it('a wrapping key and a token, both new each time and good for 24 hours', async () => {
      const { KeyId } = await kms.createKey({ Origin: 'EXTERNAL' });
      const parameters = { KeyId, WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' };
      const first = await kms.call('GetParametersForImport', parameters);
      expect(first).toEqual({
        RequestId: expect.any(String),
        KeyId,
        ImportToken: expect.any(String),
        PublicKey: expect.any(String),
        TokenExpireTime: expect.any(String),
      });
      const hours = (Date.parse(first.TokenExpireTime) - kms.app.clock.now().getTime()) / 3_600_000;
      expect(Math.round(hours)).toBe(24);
      const second = await kms.call('GetParametersForImport', parameters);
      expect(second.PublicKey).not.toBe(first.PublicKey);
      expect(second.ImportToken).not.toBe(first.ImportToken);
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['WrappingAlgorithm', 'SM2PKE'],
        ['WrappingKeySpec', 'RSA_4096'],
      ]),
    )('%s', async (_, name, value) => {
      expect(
        await refusal(
          kms.call('GetParametersForImport', {
            KeyId: 'key-1',
            WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
            WrappingKeySpec: 'RSA_2048',
            [name]: value,
          }),
        ),
      ).toEqual(invalid(name));
    });
  });

  describe('refuses state', () => {
    it('unknown keys, and keys of other accounts', async () => {
      await expectUnknownKey(kms, 'GetParametersForImport', {
        WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
        WrappingKeySpec: 'RSA_2048',
      });
    });

    it('a key whose material was generated here', async () => {
      const { KeyId } = await kms.createKey();
      const call = kms.call('GetParametersForImport', {
        KeyId,
        WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
        WrappingKeySpec: 'RSA_2048',
      });
      expect(await refusal(call)).toEqual({
        code: 'Unsupported.Origin',
        status: 400,
        message: 'This key origin is not valid for this api.',
      });
    });

    it('an alias', async () => {
      const { KeyId } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/mine', KeyId });
      expect(
        await refusal(
          kms.call('GetParametersForImport', {
            WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
            WrappingKeySpec: 'RSA_2048',
            KeyId: 'alias/mine',
          }),
        ),
      ).toEqual(aliasUnsupported);
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await kms.createKey({ Origin: 'EXTERNAL' });
      await expectGuarded(kms, 'GetParametersForImport', {
        KeyId,
        WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
        WrappingKeySpec: 'RSA_2048',
      });
    });
  });
});
