import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { rotationLeaseMs } from '../../src/rotation/store/lease-keeper.ts';
import { generateSshKeyPair, type SshKeyPair } from '../../src/ssh/keys.ts';
import { describeWithSshd } from '../support/requirements.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { keyMoments, Moments, passwordMoments, retirementMoments, type Moment } from './moments.ts';
import { RotatingServices } from './rotating-services.ts';
import { credentialOf, RotatedSecret } from './rotation-setting.ts';

const graceMs = 60_000;

describeWithSshd('a service that is killed (SIGKILL)', () => {
  const password = randomAlphanumeric(20);
  const passwordUsers = passwordMoments.map((_, number) => `ops${number}`);
  const keyUsers = [...keyMoments, ...retirementMoments].map((_, number) => `deploy${number}`);
  let pair: SshKeyPair;
  let services: RotatingServices;
  let target: SshdInstance;
  let moments: Moments;
  let service: ServiceProcess;
  const keySecrets: RotatedSecret[] = [];

  beforeAll(async () => {
    pair = await generateSshKeyPair('ed25519', 'first');
    services = await RotatingServices.open();
    target = await startSshdInstance({
      users: [
        ...passwordUsers.map((name) => ({ name, password: new Redacted(password) })),
        ...keyUsers.map((name) => ({ name, authorizedKeys: [pair.publicKey] })),
      ],
    });
    moments = await Moments.of(services.database, target);
    service = await services.start();
  }, 120_000);
  afterAll(async () => {
    await moments.close();
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

  /** Calls `begin` and kills the service when the moment comes. */
  async function killAt(moment: Moment, user: string, versionId: string, begin: () => Promise<unknown>): Promise<void> {
    const held = await moments.hold(moment, { user, versionId });
    await begin();
    await held.arrived();
    await service.kill();
    await held.release();
  }

  async function killInRotation(secret: RotatedSecret, user: string, moment: Moment): Promise<void> {
    await killAt(moment, user, `of-${user}`, async () => {
      if (moment[0] === 'draining') await secret.takeConnectLease();
      await rotate(secret, `of-${user}`);
    });
  }

  it.each(passwordMoments.map(([when, moment], number) => [when, moment, passwordUsers[number]!] as const))(
    'in the rotation of a password, %s, leaves a stored value that works, and ends it when it is back',
    async (_, moment, user) => {
      const secret = await RotatedSecret.create(services.app, target, passwordOf(user));
      await killInRotation(secret, user, moment);
      expect(await secret.someStoredIsAccepted()).toBe(true);
      const candidate = await secret.pending();
      await startAgain(rotationLeaseMs);
      await secret.reaches('finished');
      expect(await secret.version()).toMatchObject({ VersionId: `of-${user}` });
      const current = await secret.credential();
      expect(current).toEqual(candidate ?? current);
      expect(await secret.accepts(current)).toBe(true);
      expect(await secret.accepts(credentialOf(passwordOf(user)))).toBe(false);
      expect(await moments.host.changesOf(user)).toBe(1);
    },
  );

  it.each(keyMoments.map(([when, moment], number) => [when, moment, keyUsers[number]!] as const))(
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
      expect(await moments.host.changesOf(user)).toBe(1);
    },
  );

  it.each(
    retirementMoments.map(([when, moment], number) => [when, moment, keyUsers[keyMoments.length + number]!] as const),
  )(
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

  it('has left no former key once all grace periods are over', async () => {
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
