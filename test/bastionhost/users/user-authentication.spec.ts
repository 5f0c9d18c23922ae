import { generateSshKeyPair, parsePublicKey } from '../../../src/ssh/keys.ts';
import { password } from '../bastion-account.ts';
import { BastionApplication } from '../bastion-application.ts';

describe('the authentication of users', () => {
  let bastion: BastionApplication;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
  });
  afterAll(() => bastion.stop());

  const byPassword = async (name: string, text = password) => (await bastion.logOn(name, text))?.user;
  const byKey = async (name: string, key: Buffer) => (await bastion.logOn(name, key))?.user;
  const seconds = () => Math.floor(bastion.app.clock.now().getTime() / 1000);

  async function addKey(UserId: string): Promise<Buffer> {
    const { publicKey } = await generateSshKeyPair('ed25519');
    const key = { UserId, PublicKeyName: 'laptop', PublicKey: Buffer.from(publicKey).toString('base64') };
    await bastion.call('CreateUserPublicKey', key);
    return parsePublicKey(publicKey).blob;
  }

  it('admits the user with their password, and with their key', async () => {
    const userId = await bastion.user('alice');
    const key = await addKey(userId);
    const alice = { userId, userName: 'alice', instanceId: bastion.instanceId, region: 'cn-hangzhou' };
    await expect(byPassword('alice')).resolves.toMatchObject(alice);
    await expect(byKey('alice', key)).resolves.toMatchObject(alice);
  });

  it("admits nobody with another password, with another user's key, or under another spelling", async () => {
    await bastion.user('bob');
    const key = await addKey(await bastion.user('carol'));
    for (const wrong of ['', `${password} `, password.toLowerCase(), 'a'.repeat(100_000), '\0']) {
      await expect(byPassword('bob', wrong)).resolves.toBeUndefined();
    }
    await expect(byKey('bob', key)).resolves.toBeUndefined();
    await expect(byPassword('Bob')).resolves.toBeUndefined();
    await expect(byPassword('bob ')).resolves.toBeUndefined();
  });

  it.each(['stranger', '', 'a\0b', '\u001b[2J', 'a'.repeat(10_000), "' or 1=1 --"])(
    'answers %j like a wrong password',
    async (name) => {
      await expect(byPassword(name)).resolves.toBeUndefined();
      await expect(byKey(name, Buffer.from('no key'))).resolves.toBeUndefined();
    },
  );

  it('says of a user outside their validity that they may not log on, once they have proven themselves', async () => {
    const userId = await bastion.user('temp', {
      EffectiveStartTime: seconds() + 60,
      EffectiveEndTime: seconds() + 120,
    });
    const key = await addKey(userId);
    const refusals = async () =>
      [await byPassword('temp'), await byKey('temp', key)].map((user) => user && (user.refusal ?? 'admitted'));
    await expect(refusals()).resolves.toEqual(['UserNotEffective', 'UserNotEffective']);
    await expect(byPassword('temp', 'Wrong-horse-7')).resolves.toBeUndefined();
    bastion.app.clock.advance(61_000);
    await expect(refusals()).resolves.toEqual(['admitted', 'admitted']);
    bastion.app.clock.advance(60_000);
    await expect(refusals()).resolves.toEqual(['UserExpired', 'UserExpired']);
  });

  it('admits many at the same time, each with their own password', async () => {
    const names = ['one', 'two'];
    await Promise.all(names.map((name) => bastion.user(name, { Password: `Password-of-1-${name}` })));
    const logins = names.flatMap((name) => names.map((other) => ({ name, other })));
    const admitted = await Promise.all(logins.map(({ name, other }) => byPassword(name, `Password-of-1-${other}`)));
    expect(admitted.map((user) => user?.userName)).toEqual(
      logins.map(({ name, other }) => (name === other ? name : undefined)),
    );
  });
});
