import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSshKeyPair, parsePublicKey } from '../../../src/ssh/keys.ts';
import { refusal } from '../../support/api-clients.ts';
import { describeWithPrograms } from '../../support/requirements.ts';
import { inBase64 } from '../bastion-account.ts';
import { BastionApplication } from '../bastion-application.ts';

describe('CreateHostShareKey', () => {
  let bastion: BastionApplication;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
  });
  afterAll(() => bastion.stop());

  const anyKey = async () => inBase64((await generateSshKeyPair('ed25519')).privateKey.reveal());
  const fingerprintOf = async (HostShareKeyId: string) =>
    (await bastion.call('GetHostShareKey', { HostShareKeyId })).HostShareKey.PrivateKeyFingerPrint;

  describe('answers', () => {
    it.each(['ed25519', 'rsa-3072'] as const)('with the id of a key of type %s, as a number', async (kind) => {
      const { publicKey, privateKey } = await generateSshKeyPair(kind);
      const key = { HostShareKeyName: kind, PrivateKey: inBase64(privateKey.reveal()) };
      const { HostShareKeyId } = await bastion.call('CreateHostShareKey', key);
      expect(HostShareKeyId).toEqual(expect.any(Number));
      await expect(fingerprintOf(HostShareKeyId)).resolves.toBe(parsePublicKey(publicKey).fingerprintMd5);
    });
  });

  it('keeps no key in plain text', async () => {
    await bastion.shareKey('canary');
    const [row] = await bastion.app.database.dataSource.query(
      `select k::text as text, sealed_private_key from bastion_host_share_keys k where key_name = 'canary'`,
    );
    expect(row.text).not.toContain('OPENSSH');
    expect(row.sealed_private_key.toString('latin1')).not.toContain('OPENSSH');
  });

  describeWithPrograms(['ssh-keygen'], 'with a key that has a passphrase', () => {
    function encryptedKey(): string {
      const folder = mkdtempSync(join(tmpdir(), 'share-key-'));
      try {
        execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'open sesame', '-f', join(folder, 'key')]);
        return inBase64(readFileSync(join(folder, 'key'), 'utf8'));
      } finally {
        rmSync(folder, { recursive: true });
      }
    }

    it('takes the passphrase in Base64, and refuses it as plain text, a wrong one and none', async () => {
      const key = { HostShareKeyName: 'locked', PrivateKey: encryptedKey() };
      for (const PassPhrase of ['open sesame', inBase64('open barley'), undefined]) {
        const wrong = bastion.call('CreateHostShareKey', { ...key, PassPhrase });
        await expect(refusal(wrong)).resolves.toMatchObject({ code: 'InvalidParameter', status: 400 });
      }
      const right = { ...key, PassPhrase: inBase64('open sesame') };
      await expect(bastion.call('CreateHostShareKey', right)).resolves.toHaveProperty('HostShareKeyId');
    });
  });

  it.each([
    ['no name', { HostShareKeyName: undefined }, 'MissingHostShareKeyName'],
    ['no key', { PrivateKey: undefined }, 'MissingPrivateKey'],
    ['a name of 129 characters', { HostShareKeyName: 'n'.repeat(129) }, 'InvalidParameter'],
    ['a name with a line break', { HostShareKeyName: 'a\nb' }, 'InvalidParameter'],
    ['a key that is not in Base64', { PrivateKey: '-----BEGIN OPENSSH PRIVATE KEY-----' }, 'InvalidParameter'],
    ['what is no key', { PrivateKey: inBase64('no key') }, 'InvalidParameter'],
    ['a public key', { PrivateKey: inBase64('ssh-ed25519 AAAA') }, 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, parameters, code) => {
    const key = { HostShareKeyName: 'refused', PrivateKey: await anyKey(), ...parameters };
    const answer = await refusal(bastion.call('CreateHostShareKey', key));
    expect(answer).toMatchObject({ code, status: 400 });
    expect(answer.message).not.toContain('BEGIN');
  });

  it('refuses state: a name that is taken, also when both are created at the same time', async () => {
    const both = await Promise.allSettled([bastion.shareKey('twice'), bastion.shareKey('twice')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(refusal(bastion.shareKey('twice'))).resolves.toMatchObject({
      code: 'HostShareKeyAlreadyExists',
      status: 400,
    });
  });
});
