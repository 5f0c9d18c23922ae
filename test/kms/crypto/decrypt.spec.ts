import { randomBytes } from 'node:crypto';
import { encipher } from '../../../src/kms/keys/key-cipher.ts';
import { KeyMaterials } from '../../../src/kms/keys/key-materials.ts';
import { call } from '../../support/signed-request.ts';
import { refusal, type Members } from '../../support/api-clients.ts';
import { invalid, unknownKey } from '../key-behaviour.ts';
import { wrapped } from '../key-material.ts';
import { region, titled } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';
import { allow, otherAccount, policyOf, ramUser } from '../ram-callers.ts';

describe('Decrypt', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  const Plaintext = Buffer.from('attack at dawn').toString('base64');
  const broken = invalid('CiphertextBlob');
  const encrypt = async (parameters: Members) =>
    (await kms.call('Encrypt', { Plaintext, ...parameters })).CiphertextBlob as string;

  describe('answers', () => {
    it('the plaintext, the key and its version', async () => {
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey();
      const CiphertextBlob = await encrypt({ KeyId });
      expect(await kms.call('Decrypt', { CiphertextBlob })).toEqual({
        RequestId: expect.any(String),
        KeyId,
        KeyVersionId,
        Plaintext,
      });
    });

    it('of a ciphertext from before there was a text form', async () => {
      const { KeyId: keyId, PrimaryKeyVersion: keyVersionId } = await kms.createKey();
      const { accountId } = kms;
      const [row] = await kms.query('select sealed_material from kms_key_versions where key_id = $1', [keyId]);
      const version = { accountId, region, keyId, keyVersionId, sealedMaterial: row?.['sealed_material'] };
      const place = ['kms-ciphertext', accountId, region, keyId, keyVersionId, '[]'];
      const sealed = kms.app
        .get(KeyMaterials)
        .use(version, (material) => encipher(material, keyVersionId, Buffer.from('from before'), place));
      const ids = [accountId, keyId].flatMap((id) => [Buffer.from([id.length]), Buffer.from(id)]);
      const CiphertextBlob = Buffer.concat([Buffer.from([1]), ...ids, sealed]).toString('base64');
      const opened = await kms.call('Decrypt', { CiphertextBlob });
      expect(Buffer.from(opened.Plaintext, 'base64').toString()).toBe('from before');
    });

    it('to the same context in any order', async () => {
      const { KeyId } = await kms.createKey();
      const CiphertextBlob = await encrypt({ KeyId, EncryptionContext: '{"a":"1","b":"2"}' });
      const opened = await kms.call('Decrypt', { CiphertextBlob, EncryptionContext: '{ "b": "2", "\\u0061": "1" }' });
      expect(opened.Plaintext).toBe(Plaintext);
    });

    it('in XML too', async () => {
      const { KeyId } = await kms.createKey();
      const CiphertextBlob = await encrypt({ KeyId });
      const { text } = await call(kms.app, [
        ['Action', 'Decrypt'],
        ['Format', 'XML'],
        ['CiphertextBlob', CiphertextBlob],
      ]);
      expect(text).toContain('<DecryptResponse><RequestId>');
      expect(text).toContain(`<KeyId>${KeyId}</KeyId>`);
      expect(text).toContain(`<Plaintext>${Plaintext}</Plaintext>`);
    });
  });

  describe('answers DryRun=true', () => {
    it('with what would have happened', async () => {
      const { KeyId } = await kms.createKey();
      const parameters = { CiphertextBlob: await encrypt({ KeyId }) };
      expect((await refusal(kms.call('Decrypt', { ...parameters, DryRun: 'true' }))).code).toBe('DryRunOperationError');
      const user = await ramUser(kms, []);
      expect((await refusal(user.call('Decrypt', { ...parameters, DryRun: 'true' }))).code).toBe('AccessDeniedError');
      await kms.call('DisableKey', { KeyId });
      const error = await refusal(kms.call('Decrypt', { ...parameters, DryRun: 'true' }));
      expect(error).toMatchObject({ code: 'ValidationError', status: 400 });
      expect(error.message).toContain('the key state is Disabled');
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['CiphertextBlob', 'AAA'],
        ['CiphertextBlob', 'A'.repeat(10_000)],
        ['EncryptionContext', '{"a":null}'],
        ['Recipient', 'x'],
      ]),
    )('%s', async (_, name, value) => {
      expect(await refusal(kms.call('Decrypt', { CiphertextBlob: 'AAAA', [name]: value }))).toEqual(invalid(name));
    });
  });

  describe('refuses state', () => {
    it('another context, none, or one where there was none', async () => {
      const { KeyId } = await kms.createKey();
      const bound = await encrypt({ KeyId, EncryptionContext: '{"a":"1"}' });
      for (const EncryptionContext of ['{"a":"2"}', '{"A":"1"}', '{"a":"1","b":""}', '{}', ''])
        expect(await refusal(kms.call('Decrypt', { CiphertextBlob: bound, EncryptionContext }))).toEqual(broken);
      const free = await encrypt({ KeyId });
      expect(await refusal(kms.call('Decrypt', { CiphertextBlob: free, EncryptionContext: '{"a":"1"}' }))).toEqual(
        broken,
      );
      expect((await kms.call('Decrypt', { CiphertextBlob: free, EncryptionContext: '{}' })).Plaintext).toBe(Plaintext);
    });

    it('a ciphertext with any byte changed, and one that was truncated or extended', async () => {
      const { KeyId } = await kms.createKey();
      const bytes = Buffer.from(await encrypt({ KeyId }), 'base64');
      const changed = [...bytes.keys()].map((index) => {
        const copy = Buffer.from(bytes);
        copy[index] = (copy[index] as number) ^ 1;
        return copy;
      });
      const lengths = [1, 20, bytes.length - 1].map((length) => bytes.subarray(0, length));
      const outcomes = await Promise.all(
        [...changed, ...lengths, Buffer.concat([bytes, Buffer.from([0])])].map((each) =>
          kms.call('Decrypt', { CiphertextBlob: each.toString('base64') }).then(
            () => 'opened',
            ({ code }) => code,
          ),
        ),
      );
      // A blob that names an unknown key or version gets the error for that.
      const refusals = new Set(['InvalidParameter', 'Forbidden.KeyNotFound', 'Forbidden.KeyVersionNotFound']);
      expect(outcomes.filter((outcome) => !refusals.has(outcome))).toEqual([]);
      expect(outcomes.filter((outcome) => outcome === 'InvalidParameter').length).toBeGreaterThan(50);
    });

    it('a ciphertext altered to name another key with the same material', async () => {
      const material = randomBytes(32);
      const keys: string[] = [];
      for (let n = 0; n < 2; n += 1) {
        const { KeyId } = await kms.createKey({ Origin: 'EXTERNAL' });
        await kms.call('ImportKeyMaterial', await wrapped(kms, KeyId, material));
        keys.push(KeyId);
      }
      const [first = '', second = ''] = keys;
      const forged = Buffer.from(await encrypt({ KeyId: first }), 'base64')
        .toString('latin1')
        .replace(first, second);
      const CiphertextBlob = Buffer.from(forged, 'latin1').toString('base64');
      const { code } = await refusal(kms.call('Decrypt', { CiphertextBlob }));
      expect(['InvalidParameter', 'Forbidden.KeyVersionNotFound']).toContain(code);
    });

    it('a ciphertext of another region', async () => {
      const { KeyId } = await kms.createKey();
      const CiphertextBlob = await encrypt({ KeyId });
      const { code } = await refusal(kms.call('Decrypt', { CiphertextBlob, RegionId: 'cn-beijing' }));
      expect(code).toBe('Forbidden.KeyNotFound');
    });

    it('and audits an invalid ciphertext', async () => {
      expect(await refusal(kms.call('Decrypt', { CiphertextBlob: 'AAAA' }))).toEqual(broken);
      const [row] = (await kms.audited('Decrypt')).slice(-1);
      expect(row).toMatchObject({ result: 'InvalidParameter', resource: `acs:kms:${region}:${kms.accountId}:key` });
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key that the ciphertext names', async () => {
      const { KeyId, Arn } = await kms.createKey();
      const CiphertextBlob = await encrypt({ KeyId });
      const user = await ramUser(kms, [allow('kms:Decrypt', `${Arn}x`)]);
      expect((await refusal(user.call('Decrypt', { CiphertextBlob }))).message).toContain(Arn);
      const other = await otherAccount(kms);
      expect(await refusal(other.call('Decrypt', { CiphertextBlob }))).toEqual(unknownKey);
      const reader = await ramUser(kms, [allow('kms:Decrypt', Arn)]);
      expect((await reader.call('Decrypt', { CiphertextBlob })).Plaintext).toBe(Plaintext);
    });

    it('as soon as the key’s own policy denies it', async () => {
      const { KeyId } = await kms.createKey();
      const CiphertextBlob = await encrypt({ KeyId });
      const user = await ramUser(kms, [allow('kms:*')]);
      const Policy = policyOf({ ...allow('kms:Decrypt'), Effect: 'Deny', Principal: { RAM: [user.arn] } });
      await kms.call('SetKeyPolicy', { KeyId, Policy });
      expect((await refusal(user.call('Decrypt', { CiphertextBlob }))).code).toBe('Forbidden.NoPermission');
    });
  });
});
