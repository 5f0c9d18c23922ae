import { SecondFactors } from '../../../src/bastionhost/second-factors.api.ts';
import type { Login } from '../../../src/demo/openssh-client.ts';
import { generateSshKeyPair, parsePrivateKey } from '../../../src/ssh/keys.ts';
import { eventually } from '../../support/eventually.ts';
import { describeWithSshd } from '../../support/requirements.ts';
import { BrokerUnderTest, engineerPassword, said, type Server } from '../broker-under-test.ts';
import { RawLogins } from './raw-logins.ts';
import { typeCode } from './typed-codes.ts';
import { WantedCodes } from './wanted-codes.ts';

describeWithSshd('a login that wants a code', () => {
  const codes = new WantedCodes();
  let broker: BrokerUnderTest;
  let logins: RawLogins;
  let web: Server;
  let aliceId: string;
  let privateKey: Login['privateKey'];

  beforeAll(async () => {
    broker = await BrokerUnderTest.start({ overrides: [{ token: SecondFactors, value: codes }] });
    logins = RawLogins.of(broker.app);
    web = await broker.server('web-01');
    aliceId = await broker.engineer('alice', [web]);
    await broker.bastionhost('ModifyInstanceSettings', { AccountLockoutThreshold: '0' });
    const pair = await generateSshKeyPair('ed25519');
    ({ privateKey } = pair);
    const PublicKey = Buffer.from(pair.publicKey).toString('base64');
    await broker.bastionhost('CreateUserPublicKey', { UserId: aliceId, PublicKeyName: 'laptop', PublicKey });
  });
  beforeEach(() => {
    codes.wanted = { kind: 'code', prompt: 'Mfa Code:' };
    codes.asked.length = 0;
  });
  afterAll(async () => {
    logins.stop();
    await broker.stop();
  });

  const ways = {
    password: () =>
      broker.on(web, {
        password: engineerPassword,
        options: ['PreferredAuthentications password,keyboard-interactive'],
      }),
    'keyboard-interactive': () =>
      broker.on(web, { password: engineerPassword, options: ['PreferredAuthentications keyboard-interactive'] }),
    publickey: () =>
      broker.on(web, { privateKey, options: ['PreferredAuthentications publickey,keyboard-interactive'] }),
  };

  /** `ssh` that is asked for the password and for a code, and answers each. */
  async function logOn(login: Login, code: string) {
    await typeCode(broker.client, code);
    return broker.client.ssh(login, 'hostname');
  }

  it.each(Object.keys(ways) as (keyof typeof ways)[])('by %s: with the code it lands on the server', async (way) => {
    const run = await logOn(ways[way](), WantedCodes.code);
    expect([run.stdout.toString(), run.status]).toEqual(['web-01\n', 0]);
  });

  it('A1: an offered key asks for no code, and mails none: only a proven one does', async () => {
    const key = await parsePrivateKey(privateKey!);
    const client = await logins.connect();
    client.offerKey('alice', 'ssh-ed25519', key.publicKey.blob);
    await client.next(60);
    expect(codes.asked).toEqual([]);
    expect(await logins.key('alice', key, client)).toBe('partial');
    expect(codes.asked).toEqual(['alice']);
  });

  it('A5: what began with a key ends with the key: deleting it ends the login that the code completed', async () => {
    const pair = await generateSshKeyPair('ed25519');
    const PublicKey = Buffer.from(pair.publicKey).toString('base64');
    const key = { UserId: aliceId, PublicKeyName: 'old laptop', PublicKey };
    const { PublicKeyId } = await broker.bastionhost('CreateUserPublicKey', key);
    const client = await logins.connect();
    const name = 'alice@ops@web-01';
    expect(await logins.key(name, await parsePrivateKey(pair.privateKey), client)).toBe('partial');
    await broker.bastionhost('DeleteUserPublicKey', { PublicKeyId });
    const before = (await broker.sessions()).length;
    expect((await logins.conversation(name, [WantedCodes.code], client)).outcome).toBe('in');
    const last = async () => (await broker.sessions())[before];
    await eventually('the session has ended', async () => Boolean((await last())?.['ended_at']));
    const reason = 'the public key of this login was deleted or replaced';
    expect(await last()).toMatchObject({ user_id: aliceId, state: 'failed', end_reason: reason });
    client.end();
  });

  it('that is locked by an administrator is told so after the code alone', async () => {
    await broker.bastionhost('LockUsers', { UserIds: JSON.stringify([aliceId]) });
    expect(said(await logOn(ways.publickey(), '000000'))).not.toContain('locked');
    expect(said(await logOn(ways.publickey(), WantedCodes.code))).toContain('sallyport: the user is locked');
    await broker.bastionhost('UnlockUsers', { UserIds: JSON.stringify([aliceId]) });
  });

  it('that nobody can give here says why', async () => {
    codes.wanted = { kind: 'impossible', reason: 'codes by SMS are not sent from here' };
    const run = await broker.client.ssh(broker.on(web), 'hostname');
    expect(said(run)).toMatch(/sallyport: the second factor .*: codes by SMS are not sent from here \(request/);
    expect(run.status).toBe(255);
  });

  it('refuses keys where they are off, and no longer offers them', async () => {
    await broker.bastionhost('ModifyInstanceSettings', { DisableSSHPublicKey: 'true' });
    const run = await broker.client.ssh(broker.on(web, { privateKey }), 'hostname');
    expect(said(run)).toContain('Permission denied (password,keyboard-interactive)');
    await broker.bastionhost('ModifyInstanceSettings', { DisableSSHPublicKey: 'false' });
  });
});
