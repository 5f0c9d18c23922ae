import { generateSshKeyPair, parsePublicKey } from '../../../src/ssh/keys.ts';
import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

describe('ListUserPublicKeys', () => {
  let bastion: BastionAccount;
  let alice: string;
  let bob: string;
  let fingerprint: string;
  beforeAll(async () => {
    bastion = await newAccount();
    alice = await bastion.user('alice');
    bob = await bastion.user('bob');
    fingerprint = await add(alice, 'laptop');
    await add(alice, 'desktop');
    await add(bob, 'phone');
  });

  async function add(UserId: string, PublicKeyName: string): Promise<string> {
    const { publicKey } = await generateSshKeyPair('ed25519');
    await bastion.call('CreateUserPublicKey', {
      UserId,
      PublicKeyName,
      PublicKey: Buffer.from(publicKey).toString('base64'),
    });
    return parsePublicKey(publicKey).fingerprintMd5;
  }

  async function names(parameters: Members): Promise<string[]> {
    const { PublicKeys } = await bastion.call('ListUserPublicKeys', parameters);
    return PublicKeys.map(({ PublicKeyName }: Members) => PublicKeyName);
  }

  it("answers with a user's keys and their MD5 fingerprints", async () => {
    const { PublicKeys, TotalCount } = await bastion.call('ListUserPublicKeys', { UserId: alice });
    expect(TotalCount).toBe(2);
    expect(PublicKeys[0]).toEqual({
      Comment: '',
      FingerPrint: fingerprint,
      PublicKeyId: expect.stringMatching(/^\d+$/),
      PublicKeyName: 'laptop',
      UserId: alice,
    });
  });

  it('answers with the keys of all users, page by page, and with none for a stranger', async () => {
    await expect(names({})).resolves.toEqual(['laptop', 'desktop', 'phone']);
    await expect(names({ PageSize: 2, PageNumber: 2 })).resolves.toEqual(['phone']);
    await expect(names({ UserId: '999999' })).resolves.toEqual([]);
  });

  it('refuses parameters: a name for an id', async () => {
    await expect(refusal(bastion.call('ListUserPublicKeys', { UserId: 'alice' }))).resolves.toMatchObject({
      code: 'InvalidParameter',
      status: 400,
    });
  });

  it('refuses an unknown instance', async () => {
    await expect(refusal(bastion.call('ListUserPublicKeys', { InstanceId: 'other' }))).resolves.toMatchObject({
      code: 'Commodity.BizError.InvalidStatus',
    });
  });
});
