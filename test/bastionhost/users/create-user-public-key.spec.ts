import { generateSshKeyPair, parsePublicKey } from '../../../src/ssh/keys.ts';
import { refusal } from '../../support/api-clients.ts';
import { BastionApplication } from '../bastion-application.ts';
import { rsaKey, securityKey, userKeys } from '../user-keys.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('CreateUserPublicKey', () => {
  let bastion: BastionApplication;
  let UserId: string;
  let line: string;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
    UserId = await bastion.user('alice');
    line = (await generateSshKeyPair('ed25519', 'alice@laptop')).publicKey;
  });
  afterAll(() => bastion.stop());

  // That each of them really logs on: test/broker/user-states.spec.ts.
  it.each(Object.keys(userKeys))('lets the user log on with a key of %s', async (kind) => {
    const { publicKey: key } = await userKeys[kind]!();
    const { PublicKeyId } = await bastion.call('CreateUserPublicKey', {
      UserId,
      PublicKeyName: kind,
      PublicKey: base64(`${key}\n`),
      Comment: 'at home',
    });
    expect(PublicKeyId).toMatch(/^\d+$/);
    const logon = await bastion.logOn('alice', parsePublicKey(key).blob);
    expect(logon?.user).toMatchObject({ userId: UserId });
  });

  it.each([
    ['no key', () => ({ PublicKey: undefined }), 'MissingPublicKey'],
    ['no name', () => ({ PublicKeyName: undefined }), 'MissingPublicKeyName'],
    ['a line that is not in Base64', () => ({ PublicKey: line }), 'InvalidParameter'],
    ['a line that is not a key', () => ({ PublicKey: base64('ssh-ed25519 AAAA') }), 'InvalidParameter'],
    ['a line with options', () => ({ PublicKey: base64(`command="id" ${line}`) }), 'InvalidParameter'],
    ['two lines', () => ({ PublicKey: base64(`${line}\n${line}`) }), 'InvalidParameter'],
    ['a key on a security token', () => ({ PublicKey: base64(securityKey) }), 'InvalidParameter'],
    ['a comment of 501 characters', () => ({ Comment: 'a'.repeat(501) }), 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, change, code) => {
    const key = { UserId, PublicKeyName: 'refused', PublicKey: base64(line), ...change() };
    await expect(refusal(bastion.call('CreateUserPublicKey', key))).resolves.toMatchObject({ code, status: 400 });
  });

  it('refuses parameters: an RSA key of fewer than 2048 bits', async () => {
    const { publicKey } = await rsaKey(2047);
    const key = { UserId, PublicKeyName: 'short', PublicKey: base64(publicKey) };
    expect(await refusal(bastion.call('CreateUserPublicKey', key))).toMatchObject({ code: 'InvalidParameter' });
  });

  it('refuses state: a private key, whose text it does not repeat', async () => {
    const { privateKey } = await generateSshKeyPair('ed25519');
    const key = { UserId, PublicKeyName: 'private', PublicKey: base64(privateKey.reveal()) };
    const answer = await refusal(bastion.call('CreateUserPublicKey', key));
    expect(answer).toMatchObject({ code: 'InvalidParameter' });
    expect(answer.message).not.toContain(key.PublicKey.slice(0, 40));
  });

  it('refuses state: an unknown user', async () => {
    const key = { UserId: '999999', PublicKeyName: 'x', PublicKey: base64(line) };
    await expect(refusal(bastion.call('CreateUserPublicKey', key))).resolves.toMatchObject({
      code: 'UserNotFound',
      status: 404,
    });
  });

  it('refuses state: a key that the user already has, under any name; another user may have it', async () => {
    const key = { UserId, PublicKeyName: 'first', PublicKey: base64(line) };
    await bastion.call('CreateUserPublicKey', key);
    const again = { ...key, PublicKeyName: 'second', PublicKey: base64(line.replace('alice@laptop', 'other')) };
    await expect(refusal(bastion.call('CreateUserPublicKey', again))).resolves.toMatchObject({
      code: 'UserPublicKeyAlreadyExists',
      status: 400,
    });
    const UserId2 = await bastion.user('bob');
    await expect(bastion.call('CreateUserPublicKey', { ...key, UserId: UserId2 })).resolves.toHaveProperty(
      'PublicKeyId',
    );
  });
});
