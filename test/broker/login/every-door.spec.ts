import { mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { OpensshClient, type Login, type Outcome } from '../../../src/demo/openssh-client.ts';
import { generateSshKeyPair } from '../../../src/ssh/keys.ts';
import { region } from '../../bastionhost/bastion-account.ts';
import { FactorLogin } from '../../bastionhost/second-factors/factor-login.ts';
import type { AuthenticatorApp } from '../../bastionhost/second-factors/authenticator-app.ts';
import { describeWithSshdAnd } from '../../support/requirements.ts';
import { account, BrokerUnderTest, engineerPassword, said, type Server } from '../broker-under-test.ts';
import { typeCode } from './typed-codes.ts';

const stepMs = 30_000;

/** The methods that a login may begin with. */
const methods = ['password', 'keyboard-interactive', 'publickey'] as const;

/** Who wants to get in, at a computer of their own. */
interface Engineer {
  readonly name: string;
  readonly client: OpensshClient;
  readonly proof: Partial<Login>;
  readonly login: FactorLogin;
}

describeWithSshdAnd(['scp', 'sftp', 'rsync'], 'A4: where a second factor is wanted', () => {
  const withoutApp: Engineer[] = [];
  const withApp: (Engineer & { readonly app: AuthenticatorApp })[] = [];
  let broker: BrokerUnderTest;
  let web: Server;

  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01');
    await broker.bastionhost('ModifyInstanceSettings', { AccountLockoutThreshold: '0' });
    for (const method of methods) {
      withoutApp.push(await engineer(`${method}-without-app`, method));
      const who = await engineer(`${method}-with-app`, method);
      withApp.push({ ...who, app: await who.login.enrol() });
    }
  });
  afterAll(async () => {
    await Promise.all([...withoutApp, ...withApp].map(({ client }) => client.close()));
    await broker.stop();
  });

  async function engineer(name: string, method: (typeof methods)[number]): Promise<Engineer> {
    const userId = await broker.engineer(name, [web]);
    await broker.bastionhost('ModifyUser', { UserId: userId, TwoFactorStatus: 'Enable', TwoFactorMethods: '["totp"]' });
    const { privateKey, publicKey } = await generateSshKeyPair('ed25519');
    const PublicKey = Buffer.from(publicKey).toString('base64');
    await broker.bastionhost('CreateUserPublicKey', { UserId: userId, PublicKeyName: 'laptop', PublicKey });
    const { accountId, instanceId } = broker;
    const login = new FactorLogin(broker, { accountId, region, instanceId, userId, userName: name });
    const options = [`PreferredAuthentications ${method},keyboard-interactive`];
    const proof = { options, ...(method === 'publickey' ? { privateKey } : { password: engineerPassword }) };
    return { name, client: await OpensshClient.create(), proof, login };
  }

  const atTarget = ({ name, proof }: Engineer) => broker.login(`${name}@${account}@web-01`, proof);
  const inLobby = ({ name, proof }: Engineer) => broker.login(name, proof);
  const byJump = ({ name, proof }: Engineer) => {
    const bastion = ['Host bastion', 'HostName 127.0.0.1', `Port ${broker.port}`, `User ${name}`];
    const options = [...proof.options!, 'Host web-01', 'Port 22', `User ${account}`, ...bastion];
    return broker.login(name, { ...proof, options });
  };
  const file = 'target:/etc/hostname';

  const doors: readonly [string, (who: Engineer, folder: string) => Promise<Outcome>][] = [
    ['a shell', (who) => who.client.ssh(atTarget(who), undefined, { flags: ['-T'], input: 'hostname\n' })],
    ['exec', (who) => who.client.ssh(atTarget(who), 'hostname')],
    ['exec on a terminal', (who) => who.client.ssh(atTarget(who), 'hostname', { flags: ['-tt'] })],
    ['scp', (who, folder) => who.client.scp(atTarget(who), [file, folder])],
    ['scp by its old protocol', (who, folder) => who.client.scp(atTarget(who), ['-O', file, folder])],
    ['sftp', (who, folder) => who.client.sftp(atTarget(who), [`get /etc/hostname ${folder}`])],
    ['rsync', (who, folder) => who.client.rsync(atTarget(who), [file, folder])],
    ['-W', (who) => who.client.ssh(inLobby(who), undefined, { flags: ['-W', 'web-01:22'], input: 'SSH-1.0-x\r\n' })],
    ['-J', (who) => who.client.ssh(byJump(who), 'hostname', { flags: ['-J', 'bastion'], destination: 'web-01' })],
    ['the menu', (who) => who.client.ssh(inLobby(who), undefined, { flags: ['-tt'], input: 'q' })],
  ];

  /** Everybody of them tries the door. What came of the server, and what they were told besides. */
  const tryAll = (go: (typeof doors)[number][1], who: readonly Engineer[]) =>
    Promise.all(
      who.map(async (each) => {
        const folder = await mkdtemp(join(each.client.folder, 'got-'));
        const run = await go(each, folder);
        const shown = run.stdout.toString();
        const got = [/web-01|SSH-2\.0|HOST NAME/.exec(shown)?.[0], ...(await readdir(folder))].filter(Boolean);
        return { name: each.name, status: run.status, got, told: said(run) + shown };
      }),
    );

  async function expectShut(go: (typeof doors)[number][1], who: readonly Engineer[], words: RegExp): Promise<void> {
    const before = await broker.sessions();
    for (const { name, status, got, told } of await tryAll(go, who)) {
      expect({ name, got, told }).toEqual({ name, got: [], told: expect.stringMatching(words) });
      expect(status).not.toBe(0);
    }
    expect(await broker.sessions()).toHaveLength(before.length);
  }

  it.each(doors)('nobody without an app gets through: %s', async (_door, go) => {
    await expectShut(go, withoutApp, /authenticator app/);
  });

  it.each(doors)('nobody gets through with a wrong code: %s', async (_door, go) => {
    for (const { client, app } of withApp) await typeCode(client, app.wrongCode());
    // scp keeps its ssh quiet.
    await expectShut(go, withApp, /Permission denied|^(scp: Connection closed\n)?$/);
  });

  it.each(doors)('everybody gets through with the right code: %s', async (_door, go) => {
    broker.app.clock.advance(stepMs);
    for (const { client, app } of withApp) await typeCode(client, app.code());
    const attempts = await tryAll(go, withApp);
    expect(attempts).toEqual(methods.map(() => expect.objectContaining({ got: [expect.any(String)] })));
  });
});
