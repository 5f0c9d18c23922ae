import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSshKeyPair, parsePrivateKey, type PrivateKey } from '../../../src/ssh/keys.ts';
import { uint32, wireString } from '../../../src/ssh/wire.ts';
import { password } from '../../bastionhost/bastion-account.ts';
import { BastionApplication } from '../../bastionhost/bastion-application.ts';
import { FactorLogin } from '../../bastionhost/second-factors/factor-login.ts';
import { eventually } from '../../support/eventually.ts';
import { MailServer } from '../../support/mail-server.ts';
import type { RawSshClient } from '../../support/raw-ssh-client.ts';
import { ServiceProcess } from '../../support/service-process.ts';
import { openTestDatabase, startedTemplate, type TestDatabase } from '../../support/test-database.ts';
import { testSettings } from '../../support/test-settings.ts';
import { RawLogins } from './raw-logins.ts';

const byApp = { TwoFactorStatus: 'Enable', TwoFactorMethods: ['totp'] };
const byMail = { TwoFactorStatus: 'Enable', TwoFactorMethods: ['email'] };

// Real processes, each with a clock, a memory and a pool of its own; ours only sets up.
describe('two connections, each to another process of the service', () => {
  const processes: ServiceProcess[] = [];
  let database: TestDatabase;
  let dataDir: string;
  let mails: MailServer;
  let bastion: BastionApplication;
  let one: RawLogins;
  let two: RawLogins;

  beforeAll(async () => {
    database = await openTestDatabase({ template: startedTemplate });
    dataDir = await mkdtemp(join(tmpdir(), 'sallyport-test-'));
    mails = await MailServer.start();
    bastion = await BastionApplication.start({ database, settings: mails.settings });
    // Those who are refused would lock the user out, also before the one who is not.
    await bastion.call('ModifyInstanceSettings', { AccountLockoutThreshold: 0 });
    const settings = { ...testSettings({ dataDir, databaseUrl: database.url }), ...mails.settings };
    processes.push(...(await Promise.all([settings, settings].map((each) => ServiceProcess.start(each)))));
    [one, two] = processes.map(({ ssh }) => new RawLogins(Number(ssh.split(':')[1]))) as [RawLogins, RawLogins];
  });
  afterAll(async () => {
    for (const logins of [one, two]) logins.stop();
    await Promise.all(processes.map((each) => each.kill()));
    await bastion.stop();
    await Promise.all([database.drop(), mails.stop(), rm(dataDir, { recursive: true })]);
  });

  /** Connections to both processes whose password was right. */
  const waitingForCode = (user: string, each: number) =>
    Promise.all(
      Array.from({ length: 2 * each }, async (_, index): Promise<[RawLogins, RawSshClient]> => {
        const logins = index % 2 ? one : two;
        const client = await logins.connect();
        expect(await logins.password(user, password, client)).toBe('partial');
        return [logins, client];
      }),
    );

  async function useEverywhere(user: string, code: string, all: [RawLogins, RawSshClient][]): Promise<string[]> {
    const uses = all.map(([logins, client]) => logins.conversation(user, [code], client));
    return (await Promise.all(uses)).map(({ outcome }) => outcome).sort();
  }

  async function addKey(userId: string): Promise<PrivateKey> {
    const { publicKey, privateKey } = await generateSshKeyPair('ed25519');
    const PublicKey = Buffer.from(publicKey).toString('base64');
    await bastion.call('CreateUserPublicKey', { UserId: userId, PublicKeyName: 'laptop', PublicKey });
    return parsePrivateKey(privateKey);
  }

  it('A11: the code of an app logs one of them in, though all send it at the same time', async () => {
    const login = await FactorLogin.of(bastion, 'alice', byApp);
    const app = await login.enrol();
    const all = await waitingForCode('alice', 3);
    expect(await useEverywhere('alice', app.code(), all)).toEqual(['in', ...Array(5).fill('refused')]);
  });

  it('A11: a code by mail logs one of them in, though all send it at the same time', async () => {
    await FactorLogin.of(bastion, 'bob', { ...byMail, Email: 'bob@example.com' });
    const all = await waitingForCode('bob', 2);
    await eventually('it is mailed', () => mails.mails.length > 0);
    const [code] = /\b\d{6}\b/.exec(mails.mails[0]!.text)!;
    expect(await useEverywhere('bob', code, all)).toEqual(['in', ...Array(3).fill('refused')]);
    expect(mails.mails).toHaveLength(1);
  });

  it('Z9: what was proved on one is nothing on the other, where the code alone is refused', async () => {
    const login = await FactorLogin.of(bastion, 'carol', byApp);
    const key = await addKey(login.user.userId);
    const code = (await login.enrol()).code();
    const [here, there, unasked] = [await one.connect(), await two.connect(), await two.connect()];
    expect(await one.key('carol', key, here)).toBe('partial');
    unasked.send(61, uint32(1), wireString(code));
    await unasked.end();
    expect(await two.conversation('carol', [code], there)).toEqual({ outcome: 'refused', prompts: ['Password:'] });
    expect(await two.key('carol', key, there, { sessionId: here.sessionId })).toBe('refused');
    expect((await one.conversation('carol', [code], here)).outcome).toBe('in');
  });

  it('Z9: a code that was used on one is nothing on the other', async () => {
    const login = await FactorLogin.of(bastion, 'dave', byApp);
    const key = await addKey(login.user.userId);
    const code = (await login.enrol()).code();
    const [here, there] = [await one.connect(), await two.connect()];
    expect([await one.key('dave', key, here), await two.key('dave', key, there)]).toEqual(['partial', 'partial']);
    expect((await one.conversation('dave', [code], here)).outcome).toBe('in');
    expect((await two.conversation('dave', [code], there)).outcome).toBe('refused');
  });
});
