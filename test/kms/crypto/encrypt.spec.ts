import { refusal } from '../../support/api-clients.ts';
import { expectGuarded, expectUnknownKey, invalid, unknownKey } from '../key-behaviour.ts';
import { region, titled } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';
import { allow, otherAccount, policyOf, ramUser } from '../ram-callers.ts';

describe('Encrypt', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  const Plaintext = Buffer.from('attack at dawn').toString('base64');

  describe('answers', () => {
    it('a ciphertext that names its key, different each time', async () => {
      const { KeyId, PrimaryKeyVersion } = await kms.createKey();
      const answers = [
        await kms.call('Encrypt', { KeyId, Plaintext }),
        await kms.call('Encrypt', { KeyId, Plaintext }),
      ];
      for (const answer of answers)
        expect(answer).toEqual({
          RequestId: expect.any(String),
          CiphertextBlob: expect.stringMatching(/^[A-Za-z0-9+/]+={0,2}$/),
          KeyId,
          KeyVersionId: PrimaryKeyVersion,
        });
      expect(answers[0]?.['CiphertextBlob']).not.toBe(answers[1]?.['CiphertextBlob']);
    });

    it('by id, ARN, alias or ARN of an alias', async () => {
      const { KeyId, Arn } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/e', KeyId });
      for (const reference of [KeyId, Arn, 'alias/e', `acs:kms:${region}:${kms.accountId}:alias/e`])
        expect((await kms.call('Encrypt', { KeyId: reference, Plaintext })).KeyId).toBe(KeyId);
    });

    it.each(['Aliyun_AES_128', 'Aliyun_AES_192', 'Aliyun_AES_256'])('under keys of %s', async (KeySpec) => {
      const { KeyId } = await kms.createKey({ KeySpec });
      const { CiphertextBlob } = await kms.call('Encrypt', { KeyId, Plaintext });
      expect((await kms.call('Decrypt', { CiphertextBlob })).Plaintext).toBe(Plaintext);
      const SecretName = await kms.createSecret({ EncryptionKeyId: KeyId });
      expect((await kms.call('GetSecretValue', { SecretName })).SecretData).toBe('first');
    });

    it('and audits on the key itself, without the plaintext', async () => {
      const { KeyId, Arn } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/audited', KeyId });
      const { RequestId } = await kms.call('Encrypt', { KeyId: 'alias/audited', Plaintext });
      const rows = await kms.query('select * from audit_events where request_id = $1', [RequestId]);
      expect(rows).toMatchObject([{ action: 'Encrypt', resource: Arn, result: 'OK' }]);
      expect(JSON.stringify(rows)).not.toContain(Plaintext);
    });

    it('1 to 6144 bytes', async () => {
      const { KeyId } = await kms.createKey();
      for (const size of [1, 6144]) {
        const bytes = Buffer.alloc(size, 7).toString('base64');
        const { CiphertextBlob } = await kms.call('Encrypt', { KeyId, Plaintext: bytes });
        expect((await kms.call('Decrypt', { CiphertextBlob })).Plaintext).toBe(bytes);
      }
    });
  });

  describe('keeps a string as it is', () => {
    it.each([
      ['plaintext'],
      ['AAA'],
      ['AAB='],
      ['AAAA\n'],
      [' '],
      ['no base64!!!'],
      ['a\u0000b\r\n\u0007'],
      ['pässwörd 🔑'],
      ['é'.repeat(3072)],
      ['a'.repeat(6144 - 1)],
    ])('%j', async (text) => {
      const { KeyId } = await kms.createKey();
      const EncryptionContext = '{"a":"b"}';
      const { CiphertextBlob } = await kms.call('Encrypt', { KeyId, Plaintext: text, EncryptionContext });
      expect((await kms.call('Decrypt', { CiphertextBlob, EncryptionContext })).Plaintext).toBe(text);
      const answer = await kms.call('ReEncrypt', {
        CiphertextBlob,
        SourceEncryptionContext: EncryptionContext,
        DestinationKeyId: (await kms.createKey()).KeyId,
      });
      expect((await kms.call('Decrypt', { CiphertextBlob: answer.CiphertextBlob })).Plaintext).toBe(text);
    });

    it('which cannot be turned into bytes, nor bytes into a string', async () => {
      const { KeyId } = await kms.createKey();
      for (const given of ['text', Plaintext]) {
        const { CiphertextBlob } = await kms.call('Encrypt', { KeyId, Plaintext: given });
        const blob = Buffer.from(CiphertextBlob, 'base64');
        blob[0] = 3 - (blob[0] as number);
        const turned = kms.call('Decrypt', { CiphertextBlob: blob.toString('base64') });
        expect(await refusal(turned)).toEqual(invalid('CiphertextBlob'));
      }
    });
  });

  describe('answers DryRun=true', () => {
    it('with what would have happened', async () => {
      const { KeyId } = await kms.createKey();
      const parameters = { KeyId, Plaintext };
      expect((await refusal(kms.call('Encrypt', { ...parameters, DryRun: 'true' }))).code).toBe('DryRunOperationError');
      const user = await ramUser(kms, []);
      expect((await refusal(user.call('Encrypt', { ...parameters, DryRun: 'true' }))).code).toBe('AccessDeniedError');
      await kms.call('DisableKey', { KeyId });
      const error = await refusal(kms.call('Encrypt', { ...parameters, DryRun: 'true' }));
      expect(error).toMatchObject({ code: 'ValidationError', status: 400 });
      expect(error.message).toContain('the key state is Disabled');
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['Plaintext', Buffer.alloc(6145).toString('base64')],
        ['Plaintext', 'a'.repeat(6145)],
        ['Plaintext', 'é'.repeat(3073)],
        ['EncryptionContext', '[]'],
        ['EncryptionContext', '{"a":1}'],
        ['EncryptionContext', '{"a":{"b":"c"}}'],
        ['EncryptionContext', '{"a":"1","a":"2"}'],
        ['EncryptionContext', 'a=b'],
        ['KeyId', "key-' or 1=1"],
        ['keyState', 'Enabled'],
      ]),
    )('%s', async (_, name, value) => {
      expect(await refusal(kms.call('Encrypt', { KeyId: 'key-1', Plaintext: 'AAAA', [name]: value }))).toEqual(
        invalid(name),
      );
    });
  });

  describe('refuses state', () => {
    it('unknown keys, and keys of other accounts', async () => {
      await expectUnknownKey(kms, 'Encrypt', { Plaintext });
      const gone = await refusal(kms.call('Encrypt', { KeyId: 'alias/none', Plaintext }));
      expect(gone.code).toBe('Forbidden.AliasNotFound');
      const { KeyId } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/exact', KeyId });
      for (const reference of [
        'alias/Exact',
        'alias/exact/',
        'alias/exac%74',
        `key/alias/exact`,
        `${KeyId}/`,
        KeyId.toUpperCase(),
      ])
        expect(await refusal(kms.call('Encrypt', { KeyId: reference, Plaintext }))).toMatchObject({
          status: expect.any(Number),
        });
    });

    it('keys of another kind', async () => {
      const specs = [
        { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT/DECRYPT' },
        { KeySpec: 'EC_P256' },
        { KeySpec: 'HMAC_SHA_256' },
      ];
      for (const parameters of specs) {
        const { KeyId } = await kms.createKey(parameters);
        expect(await refusal(kms.call('Encrypt', { KeyId, Plaintext }))).toEqual({
          code: 'UnsupportedOperation',
          status: 400,
          message: 'This action is not supported.',
        });
      }
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await kms.createKey();
      await expectGuarded(kms, 'Encrypt', { KeyId, Plaintext });
    });

    it('of another account, unless both sides allow it', async () => {
      const other = await otherAccount(kms);
      const { Arn } = (await other.call('CreateKey')).KeyMetadata;
      const user = await ramUser(kms, [allow('kms:Encrypt', Arn)]);
      expect(await refusal(user.call('Encrypt', { KeyId: Arn, Plaintext }))).toEqual(unknownKey);
      const Policy = policyOf({ ...allow('kms:Encrypt'), Principal: { RAM: [user.arn] } });
      await other.call('SetKeyPolicy', { KeyId: Arn, Policy });
      const { CiphertextBlob } = await user.call('Encrypt', { KeyId: Arn, Plaintext });
      expect((await other.call('Decrypt', { CiphertextBlob })).Plaintext).toBe(Plaintext);
      expect(await refusal(user.call('Decrypt', { CiphertextBlob }))).toEqual(unknownKey);
      const bare = await ramUser(kms, []);
      expect(await refusal(bare.call('Encrypt', { KeyId: Arn, Plaintext }))).toEqual(unknownKey);
    });

    it('by an alias that names a key without a permission', async () => {
      const [own, others] = [await kms.createKey(), await kms.createKey()];
      await kms.call('CreateAlias', { AliasName: 'alias/turns', KeyId: own.KeyId });
      const user = await ramUser(kms, [allow('kms:Encrypt', [own.Arn, 'acs:kms:*:*:alias/*'])]);
      const outcome = () =>
        user.call('Encrypt', { KeyId: 'alias/turns', Plaintext }).then(
          ({ KeyId }) => KeyId,
          ({ code }) => code,
        );
      expect(await outcome()).toBe(own.KeyId);
      const turning = (async () => {
        for (let n = 0; n < 20; n += 1)
          await kms.call('UpdateAlias', { AliasName: 'alias/turns', KeyId: n % 2 ? own.KeyId : others.KeyId });
      })();
      const outcomes = await Promise.all(Array.from({ length: 100 }, outcome));
      await turning;
      expect(new Set([...outcomes, own.KeyId, 'Forbidden.NoPermission'])).toEqual(
        new Set([own.KeyId, 'Forbidden.NoPermission']),
      );
    });
  });
});
