import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { rotationLeaseMs } from '../../src/rotation/lease-keeper.ts';
import { generateSshKeyPair, type SshKeyPair } from '../../src/ssh/keys.ts';
import { describeWithSshd } from '../support/requirements.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { HeldHost } from './held-host.ts';
import { HeldTransactions, type HeldWhen, type Step } from './held-transactions.ts';
import { RotatingServices } from './rotating-services.ts';
import { credentialOf, RotatedSecret } from './rotation-setting.ts';

const graceMs = 60_000;

/** A moment of a rotation: in a transaction, or when the host's command has had its effect and is not answered. */
type Moment = readonly [Step, HeldWhen] | 'between effect and answer';

const untilPromoted: readonly [string, Moment][] = [
  ['once it has taken it', ['taken', 'committed']],
  ['before the candidate is stored', ['prepared', 'uncommitted']],
  ['once the candidate is stored', ['prepared', 'committed']],
  ['while it waits for those who are logging on', ['draining', 'committed']],
  ['before the command', ['applying', 'committed']],
  ['between the effect of the command and its answer', 'between effect and answer'],
];
const ofPassword: readonly [string, Moment][] = [
  ...untilPromoted,
  ['after the proof', ['finished', 'uncommitted']],
  ['once it has promoted, and does not know it', ['finished', 'committed']],
];
const ofKey: readonly [string, Moment][] = [
  ...untilPromoted,
  ['after the proof', ['retiring', 'uncommitted']],
  ['once it has promoted, and does not know it', ['retiring', 'committed']],
];
const ofRetirement: readonly [string, Moment][] = [
  ['once it has taken it', ['taken', 'committed']],
  ['between the effect of the command and its answer', 'between effect and answer'],
  ['before the end is noted', ['finished', 'uncommitted']],
  ['once the end is noted, and does not know it', ['finished', 'committed']],
];

describeWithSshd('a service that is killed (SIGKILL)', () => {
  const password = randomAlphanumeric(20);
  const passwordUsers = ofPassword.map((_, number) => `ops${number}`);
  const keyUsers = [...ofKey, ...ofRetirement].map((_, number) => `deploy${number}`);
  let pair: SshKeyPair;
  let services: RotatingServices;
  let target: SshdInstance;
  let host: HeldHost;
  let transactions: HeldTransactions;
  let service: ServiceProcess;
  const keySecrets: RotatedSecret[] = [];

  beforeAll(async () => {
    pair = await generateSshKeyPair('ed25519', 'first');
    services = await RotatingServices.open();
    transactions = await HeldTransactions.on(services.database);
    target = await startSshdInstance({
      users: [
        ...passwordUsers.map((name) => ({ name, password: new Redacted(password) })),
        ...keyUsers.map((name) => ({ name, authorizedKeys: [pair.publicKey] })),
      ],
    });
    host = await HeldHost.on(target);
    service = await services.start();
  }, 120_000);
  afterAll(async () => {
    await transactions.close();
    await services.stop();
    await target.stop();
  });

  const passwordOf = (UserName: string) => ({ UserName, Password: password });
  const pairOf = (UserName: string) => ({
    UserName,
    PublicKey: pair.publicKey,
    PrivateKey: pair.privateKey.reveal(),
  });

  async function startAgain(afterMs: number): Promise<void> {
    await service.kill();
    await services.advance(afterMs);
    service = await services.start();
  }

  async function rotate({ name: SecretName }: RotatedSecret, VersionId: string): Promise<void> {
    await services.kms(service).request('RotateSecret', { SecretName, VersionId });
  }

  /** Does `begin`, and kills the service at the moment that this leads to. */
  async function killAt(moment: Moment, user: string, versionId: string, begin: () => Promise<unknown>): Promise<void> {
    const held =
      moment === 'between effect and answer'
        ? host.hold(user, 'after')
        : await transactions.hold(versionId, moment[0], moment[1]);
    await begin();
    await held.arrived();
    await service.kill();
    await held.release();
  }

  /** Somebody is just logging on with the secret's value: for so long no rotation goes to the host. */
  async function takeConnectLease({ name }: RotatedSecret): Promise<void> {
    await services.database.dataSource.query(
      `insert into kms_connect_leases (account_id, region, secret_id, lease_id, expires_at)
       select account_id, region, secret_id, $1, $2 from kms_secrets where name = $1`,
      [name, new Date(services.app.clock.now().getTime() + 15_000)],
    );
  }

  async function killInRotation(secret: RotatedSecret, user: string, moment: Moment): Promise<void> {
    await killAt(moment, user, `of-${user}`, async () => {
      if (moment[0] === 'draining') await takeConnectLease(secret);
      await rotate(secret, `of-${user}`);
    });
  }

  it.each(ofPassword.map(([when, moment], number) => [when, moment, passwordUsers[number]!] as const))(
    'in the rotation of a password, %s, leaves a stored value that works, and ends it when it is back',
    async (_, moment, user) => {
      const secret = await RotatedSecret.create(services.app, target, passwordOf(user));
      await killInRotation(secret, user, moment);
      expect(await secret.someStoredIsAccepted()).toBe(true);
      const candidate = await secret.pending();
      await startAgain(rotationLeaseMs);
      await secret.reaches('finished');
      expect(await secret.version()).toMatchObject({ VersionId: `of-${user}` });
      if (candidate) expect(await secret.credential()).toEqual(candidate);
      expect(await secret.accepts(await secret.credential())).toBe(true);
      expect(await secret.accepts(credentialOf(passwordOf(user)))).toBe(false);
      expect(await host.changesOf(user)).toBe(1);
    },
  );

  it.each(ofKey.map(([when, moment], number) => [when, moment, keyUsers[number]!] as const))(
    'in the rotation of a key pair, %s, leaves the current one working, and ends it when it is back',
    async (_, moment, user) => {
      const secret = await RotatedSecret.create(services.app, target, pairOf(user));
      keySecrets.push(secret);
      await killInRotation(secret, user, moment);
      expect(await secret.accepts(await secret.credential())).toBe(true);
      await startAgain(rotationLeaseMs);
      await secret.reaches('retiring');
      expect(await secret.version()).toMatchObject({ VersionId: `of-${user}` });
      expect(await secret.accepts(await secret.credential())).toBe(true);
      expect(await secret.accepts(credentialOf(pairOf(user)))).toBe(true);
      expect(await host.changesOf(user)).toBe(1);
    },
  );

  it.each(ofRetirement.map(([when, moment], number) => [when, moment, keyUsers[ofKey.length + number]!] as const))(
    'in the retirement of a former key, %s, leaves the current one working, and ends it when it is back',
    async (_, moment, user) => {
      const secret = await RotatedSecret.create(services.app, target, pairOf(user));
      await rotate(secret, `of-${user}`);
      await secret.reaches('retiring');
      await killAt(moment, user, `of-${user}`, () => startAgain(graceMs));
      expect(await secret.accepts(await secret.credential())).toBe(true);
      await startAgain(rotationLeaseMs);
      await secret.reaches('finished');
      expect(await secret.accepts(await secret.credential())).toBe(true);
      expect(await secret.accepts(credentialOf(pairOf(user)))).toBe(false);
    },
  );

  it('has let no former key stay once all grace is over', async () => {
    await startAgain(graceMs);
    for (const secret of keySecrets) {
      await secret.reaches('finished');
      const { UserName } = JSON.parse((await secret.version()).SecretData);
      expect(await secret.accepts(credentialOf(pairOf(UserName)))).toBe(false);
      expect(await secret.accepts(await secret.credential())).toBe(true);
      expect(await secret.events()).toMatchObject([{ name: 'Secret:RotateSecret:Success' }]);
    }
  });
});
