import { generateSshKeyPair, parsePublicKey } from '../../../src/ssh/keys.ts';
import { refusal, type Members } from '../../support/api-clients.ts';
import { inBase64 } from '../bastion-account.ts';
import { BastionApplication } from '../bastion-application.ts';

describe('ModifyHostShareKey', () => {
  let bastion: BastionApplication;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
  });
  afterAll(() => bastion.stop());

  const get = async (HostShareKeyId: string) =>
    (await bastion.call('GetHostShareKey', { HostShareKeyId })).HostShareKey;
  const modify = (HostShareKeyId: string, change: Members) =>
    bastion.call('ModifyHostShareKey', { HostShareKeyId, ...change });

  it('changes the name and leaves the key and its time', async () => {
    const [id] = await bastion.shareKey('old');
    const before = await get(id);
    await modify(id, { HostShareKeyName: 'new' });
    await expect(get(id)).resolves.toEqual({ ...before, HostShareKeyName: 'new' });
    await modify(id, {});
    await expect(get(id)).resolves.toEqual({ ...before, HostShareKeyName: 'new' });
  });

  it('replaces the key, its fingerprint and its time', async () => {
    const [id] = await bastion.shareKey('key');
    const { publicKey, privateKey } = await generateSshKeyPair('ed25519');
    await bastion.app.database.dataSource.query(
      `update bastion_host_share_keys set key_changed_at = '2020-01-01' where id = $1`,
      [id],
    );
    const before = await get(id);
    await modify(id, { PrivateKey: inBase64(privateKey.reveal()) });
    const after = await get(id);
    expect(after).toMatchObject({
      HostShareKeyName: 'key',
      PrivateKeyFingerPrint: parsePublicKey(publicKey).fingerprintMd5,
    });
    expect(after.LastModifyKeyAt).toBeGreaterThan(before.LastModifyKeyAt);
  });

  it.each([
    ['a passphrase without its key', { PassPhrase: inBase64('x') }, 'InvalidParameter', 400],
    ['what is no key', { PrivateKey: 'AAAA' }, 'InvalidParameter', 400],
    ['a name of 129 characters', { HostShareKeyName: 'n'.repeat(129) }, 'InvalidParameter', 400],
    ['no key', { HostShareKeyId: undefined }, 'MissingHostShareKeyId', 400],
    ['an unknown key', { HostShareKeyId: '999999', HostShareKeyName: 'x' }, 'HostShareKeyNotFound', 404],
    ['an unknown key that stays as it is', { HostShareKeyId: '999999' }, 'HostShareKeyNotFound', 404],
  ])('refuses %s', async (name, change, code, status) => {
    const [id] = await bastion.shareKey(name);
    await expect(refusal(modify(id, change))).resolves.toMatchObject({ code, status });
  });

  it('refuses state: a name that is taken', async () => {
    await bastion.shareKey('taken');
    const [id] = await bastion.shareKey('free');
    await expect(refusal(modify(id, { HostShareKeyName: 'taken' }))).resolves.toMatchObject({
      code: 'HostShareKeyAlreadyExists',
      status: 400,
    });
  });
});
