import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSshKeyPair, parsePublicKey } from '../../../src/ssh/keys.ts';
import { refusal } from '../../support/api-clients.ts';
import { describeWithPrograms } from '../../support/requirements.ts';
import { BastionApplication } from '../bastion-application.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('CreateHostAccount', () => {
  let bastion: BastionApplication;
  let HostId: string;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
    HostId = await bastion.host();
  });
  afterAll(() => bastion.stop());

  const get = async (HostAccountId: string) => (await bastion.call('GetHostAccount', { HostAccountId })).HostAccount;

  describe('answers', () => {
    it('with the id of an account that has a password, and never shows it', async () => {
      const HostAccountId = await bastion.account(HostId, 'root', { Password: 'Plain-Text-1' });
      const account = await get(HostAccountId);
      expect(account).toEqual({
        HasPassword: true,
        HostAccountId,
        HostAccountName: 'root',
        HostId,
        PrivilegeType: 'Normal',
        ProtocolName: 'SSH',
        RotationMode: 'Self',
        CredentialSource: 'Local',
      });
    });

    it('with an account without a credential', async () => {
      await expect(get(await bastion.account(HostId, 'nobody'))).resolves.toMatchObject({ HasPassword: false });
    });

    it('with the fingerprint of a private key', async () => {
      const pair = await generateSshKeyPair('rsa-3072');
      const PrivateKey = base64(pair.privateKey.reveal());
      const account = await get(await bastion.account(HostId, 'deploy', { PrivateKey, Password: 'Too-1' }));
      expect(account).toMatchObject({
        HasPassword: true,
        PrivateKeyFingerprint: parsePublicKey(pair.publicKey).fingerprintMd5,
      });
    });

    it('with an account that logs on with a shared key', async () => {
      const [HostShareKeyId] = await bastion.shareKey('web');
      const account = await get(await bastion.account(HostId, 'shared', { HostShareKeyId: Number(HostShareKeyId) }));
      expect(account).toMatchObject({ HostShareKeyId, HostShareKeyName: 'web', HasPassword: false });
      expect(account).not.toHaveProperty('PrivateKeyFingerprint');
    });

    it('with an RDP account on a Windows host', async () => {
      const windows = await bastion.host({ OSType: 'Windows' });
      const account = await get(await bastion.account(windows, 'CORP\\admin', { ProtocolName: 'RDP', Password: 'x' }));
      expect(account).toMatchObject({ ProtocolName: 'RDP', HostAccountName: 'CORP\\admin' });
    });

    it('with an account that is privileged', async () => {
      const noted = { PrivilegeType: 'Privileged', RotationMode: 'Privileged' };
      await expect(get(await bastion.account(HostId, 'admin', noted))).resolves.toMatchObject(noted);
    });

    it('to a client that sends what it leaves open as empty strings', async () => {
      const open = { PrivilegeType: '', RotationMode: '', HostShareKeyId: '', Password: '' };
      const account = await get(await bastion.account(HostId, 'open', open));
      expect(account).toMatchObject({ PrivilegeType: 'Normal', RotationMode: 'Self', HasPassword: false });
    });
  });

  it('keeps no credential in plain text', async () => {
    const canary = 'Canary-5f1c9a';
    const pair = await generateSshKeyPair('ed25519');
    await bastion.account(HostId, 'canary', { Password: canary, PrivateKey: base64(pair.privateKey.reveal()) });
    const [row] = await bastion.app.database.dataSource.query<
      [{ text: string; sealed_password: Buffer; sealed_private_key: Buffer }]
    >(
      `select a::text as text, sealed_password, sealed_private_key from bastion_host_accounts a where account_name = 'canary'`,
    );
    expect(row.text).not.toContain(canary);
    expect(row.sealed_password.toString('latin1')).not.toContain(canary);
    expect(row.sealed_private_key.toString('latin1')).not.toContain('OPENSSH');
  });

  describeWithPrograms(['ssh-keygen'], 'with a key that ssh-keygen made', () => {
    function encryptedKey(): string {
      const folder = mkdtempSync(join(tmpdir(), 'bastion-key-'));
      try {
        execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'open sesame', '-f', join(folder, 'key')]);
        return readFileSync(join(folder, 'key'), 'utf8');
      } finally {
        rmSync(folder, { recursive: true });
      }
    }

    it('answers when the passphrase opens it and refuses when it does not', async () => {
      const PrivateKey = base64(encryptedKey());
      const account = await get(await bastion.account(HostId, 'locked', { PrivateKey, PassPhrase: 'open sesame' }));
      expect(account.PrivateKeyFingerprint).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
      for (const PassPhrase of [undefined, 'open barley']) {
        const wrong = bastion.account(HostId, 'other', { PrivateKey, PassPhrase });
        await expect(refusal(wrong)).resolves.toMatchObject({ code: 'InvalidParameter', status: 400 });
      }
    });
  });

  describe('refuses parameters', () => {
    it.each([
      ['no name', { HostAccountName: undefined }, 'MissingHostAccountName'],
      ['no protocol', { ProtocolName: undefined }, 'MissingProtocolName'],
      ['a protocol that the host does not speak', { ProtocolName: 'RDP' }, 'InvalidParameter'],
      ['a name of 129 characters', { HostAccountName: 'a'.repeat(129) }, 'InvalidParameter'],
      ['a name with a line break', { HostAccountName: 'root\nadmin' }, 'InvalidParameter'],
      ['a name with an invisible character', { HostAccountName: 'ro\u200bot' }, 'InvalidParameter'],
      ['a name with a blank at its end', { HostAccountName: 'root ' }, 'InvalidParameter'],
      ['a name with a full-width at sign', { HostAccountName: 'svc＠corp' }, 'InvalidParameter'],
      ['a key that is not in Base64', { PrivateKey: '-----BEGIN OPENSSH PRIVATE KEY-----' }, 'InvalidParameter'],
      ['an invalid key', { PrivateKey: base64('no key') }, 'InvalidParameter'],
      ['a passphrase without a key', { PassPhrase: 'x' }, 'InvalidParameter'],
      ['a name for the id of a shared key', { HostShareKeyId: 'web' }, 'InvalidParameter'],
      ['an unknown privilege', { PrivilegeType: 'Root' }, 'InvalidParameter'],
      ['an unknown mode of rotation', { RotationMode: 'Other' }, 'InvalidParameter'],
      ['a password of 513 bytes', { Password: 'a'.repeat(513) }, 'InvalidParameter'],
    ])('%s', async (_, parameters, code) => {
      const account = { HostId, HostAccountName: 'refused', ProtocolName: 'SSH', ...parameters };
      const answer = await refusal(bastion.call('CreateHostAccount', account));
      expect(answer).toMatchObject({ code, status: 400 });
      expect(answer.message).not.toContain('BEGIN');
    });
  });

  describe('refuses state', () => {
    it('an unknown shared key, and one for RDP', async () => {
      const [HostShareKeyId] = await bastion.shareKey('linux');
      const windows = await bastion.host({ OSType: 'Windows' });
      const rdp = bastion.account(windows, 'admin', { ProtocolName: 'RDP', HostShareKeyId });
      await expect(refusal(rdp)).resolves.toMatchObject({ code: 'InvalidParameter', status: 400 });
      const unknown = bastion.account(HostId, 'unknown', { HostShareKeyId: '999999' });
      await expect(refusal(unknown)).resolves.toMatchObject({ code: 'HostShareKeyNotFound', status: 404 });
    });

    it('an unknown host', async () => {
      await expect(refusal(bastion.account('999999'))).resolves.toMatchObject({ code: 'HostNotFound', status: 400 });
    });

    it('a name that the host already has, also when both are created at the same time', async () => {
      const both = await Promise.allSettled([bastion.account(HostId, 'twice'), bastion.account(HostId, 'twice')]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await expect(refusal(bastion.account(HostId, 'twice'))).resolves.toMatchObject({
        code: 'HostAccountAlreadyExists',
        status: 400,
      });
    });
  });
});
