import { generateSshKeyPair, parsePublicKey } from '../../../src/ssh/keys.ts';
import { refusal, type Members } from '../../support/api-clients.ts';
import { BastionApplication } from '../bastion-application.ts';
import { rsaKey, securityKey } from '../user-keys.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

// What a replaced key means for open connections: test/broker/revocation.spec.ts.
describe('ModifyUserPublicKey', () => {
  let bastion: BastionApplication;
  let UserId: string;
  let PublicKeyId: string;
  let line: string;
  let number = 0;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
    UserId = await bastion.user('alice');
  });
  beforeEach(async () => {
    line = (await generateSshKeyPair('ed25519')).publicKey;
    PublicKeyId = await add(`key-${(number += 1)}`, line);
  });
  afterAll(() => bastion.stop());

  async function add(PublicKeyName: string, key: string): Promise<string> {
    const parameters = { UserId, PublicKeyName, PublicKey: base64(key), Comment: 'at home' };
    return (await bastion.call('CreateUserPublicKey', parameters)).PublicKeyId;
  }

  const modify = (parameters: Members) => bastion.call('ModifyUserPublicKey', { PublicKeyId, ...parameters });
  const logsOn = async (key: string) => {
    return (await bastion.logOn('alice', parsePublicKey(key).blob))?.user.publicKeyId;
  };

  async function shown(): Promise<Members> {
    const { PublicKeys } = await bastion.call('ListUserPublicKeys', { UserId, PageSize: 100 });
    return PublicKeys.find((key: Members) => key.PublicKeyId === PublicKeyId);
  }

  it('changes the name and the comment, and leaves what is left out or empty as it is', async () => {
    const before = await shown();
    await modify({ PublicKeyName: 'renamed' });
    await modify({ Comment: 'on the road', PublicKeyName: '', PublicKey: '' });
    await modify({});
    expect(await shown()).toEqual({ ...before, PublicKeyName: 'renamed', Comment: 'on the road' });
    expect(await logsOn(line)).toBe(PublicKeyId);
  });

  it('replaces the key under its id: the new one logs on, and the former one does not', async () => {
    const { publicKey } = await rsaKey(2048);
    await modify({ PublicKey: base64(publicKey) });
    expect(await logsOn(publicKey)).toBe(PublicKeyId);
    expect(await logsOn(line)).toBeUndefined();
    expect(await shown()).toMatchObject({ FingerPrint: parsePublicKey(publicKey).fingerprintMd5, UserId });
  });

  it.each<[string, () => Promise<string>]>([
    ['a line that is not in Base64', async () => line],
    ['a line that is not a key', async () => base64('ssh-ed25519 AAAA')],
    ['a key on a security token', async () => base64(securityKey)],
    ['an RSA key of 1024 bits', async () => base64((await rsaKey(1024)).publicKey)],
  ])('refuses parameters, and changes nothing: %s', async (_, key) => {
    const refused = await refusal(modify({ PublicKeyName: 'refused', PublicKey: await key() }));
    expect(refused).toMatchObject({ code: 'InvalidParameter', status: 400 });
    expect(await shown()).toMatchObject({ PublicKeyName: `key-${number}` });
  });

  it('refuses state: a key that the user has already', async () => {
    const other = (await generateSshKeyPair('ed25519')).publicKey;
    await add('other', other);
    const refused = await refusal(modify({ PublicKey: base64(other) }));
    expect(refused).toMatchObject({ code: 'UserPublicKeyAlreadyExists', status: 400 });
    await modify({ PublicKey: base64(line) });
  });

  it('refuses an unknown key and an unknown instance', async () => {
    for (const change of [{}, { Comment: 'x' }])
      expect(await refusal(modify({ PublicKeyId: '999999', ...change }))).toMatchObject({
        code: 'UserPublicKeyNotFound',
        status: 404,
      });
    expect(await refusal(modify({ InstanceId: 'other' }))).toMatchObject({ code: 'Commodity.BizError.InvalidStatus' });
  });

  it('refuses parameters: no key', async () => {
    expect(await refusal(modify({ PublicKeyId: undefined }))).toMatchObject({ code: 'MissingPublicKeyId' });
  });
});
