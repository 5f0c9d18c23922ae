import { parsePublicKey } from '../../../src/ssh/keys.ts';
import { refusal } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

describe('GetHostShareKey', () => {
  let bastion: BastionAccount;
  beforeAll(async () => {
    bastion = await newAccount();
  });

  it('answers with the name, the fingerprint and the time of the key, and never with the key', async () => {
    const [HostShareKeyId, publicKey] = await bastion.shareKey('web');
    const { HostShareKey } = await bastion.call('GetHostShareKey', { HostShareKeyId });
    expect(HostShareKey).toEqual({
      HostShareKeyId,
      HostShareKeyName: 'web',
      LastModifyKeyAt: expect.any(Number),
      PrivateKeyFingerPrint: parsePublicKey(publicKey).fingerprintMd5,
    });
    expect(HostShareKey.LastModifyKeyAt).toBeLessThan(100_000_000_000);
  });

  it.each([
    ['no key', {}, 'MissingHostShareKeyId', 400],
    ['a name for an id', { HostShareKeyId: 'web' }, 'InvalidParameter', 400],
    ['an unknown key', { HostShareKeyId: '999999' }, 'HostShareKeyNotFound', 404],
  ])('refuses %s', async (_, parameters, code, status) => {
    await expect(refusal(bastion.call('GetHostShareKey', parameters))).resolves.toMatchObject({ code, status });
  });

  it('refuses the key of another account', async () => {
    const [HostShareKeyId] = await (await newAccount()).shareKey('theirs');
    await expect(refusal(bastion.call('GetHostShareKey', { HostShareKeyId }))).resolves.toMatchObject({
      code: 'HostShareKeyNotFound',
    });
  });
});
