import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { rotationLeaseMs } from '../../src/rotation/store/lease-keeper.ts';
import { generateSshKeyPair, type SshKeyPair } from '../../src/ssh/keys.ts';
import type { TargetCredential } from '../../src/ssh/target-authentication.ts';
import { describeWithSshd } from '../support/requirements.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { keyMoments, Moments, passwordMoments, retirementMoments, type Moment } from './moments.ts';
import { RotatingServices } from './rotating-services.ts';
import { credentialOf, RotatedSecret } from './rotation-setting.ts';

const graceMs = 60_000;

type Case = readonly [when: string, moment: Moment, user: string];

const casesOf = (moments: readonly (readonly [string, Moment])[], prefix: string): Case[] =>
  moments.map(([when, moment], number) => [when, moment, `${prefix}${number}`]);
const passwordCases = casesOf(passwordMoments, 'ops');
const keyCases = casesOf(keyMoments, 'deploy');
const retirementCases = casesOf(retirementMoments, 'former');

/** An engine works on four rotations at once. While it takes one it takes no other: that one is the last to be due. */
function together(cases: readonly Case[]): Case[][] {
  const groups = [cases.slice(0, 4), cases.slice(4)].filter((group) => group.length > 0);
  const isBeingTaken = ([, moment]: Case) => moment[0] === 'taken';
  return groups.map((group) => [...group.filter((one) => !isBeingTaken(one)), ...group.filter(isBeingTaken)]);
}

describeWithSshd('a service that is killed (SIGKILL)', () => {
  const password = randomAlphanumeric(20);
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
        ...passwordCases.map(([, , name]) => ({ name, password: new Redacted(password) })),
        ...[...keyCases, ...retirementCases].map(([, , name]) => ({ name, authorizedKeys: [pair.publicKey] })),
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

  async function secretsOf<Data extends { UserName: string }>(cases: readonly Case[], dataOf: (user: string) => Data) {
    const secrets = new Map<string, RotatedSecret>();
    for (const [, , user] of cases)
      secrets.set(user, await RotatedSecret.create(services.app, target, dataOf(user) as never));
    return (user: string) => secrets.get(user)!;
  }

  /** Calls `begin` and kills the service when the moments of all cases have come. */
  async function killAt(cases: readonly Case[], begin: () => Promise<unknown>): Promise<void> {
    const all = [];
    for (const [, moment, user] of cases) all.push(await moments.hold(moment, { user, versionId: `of-${user}` }));
    await begin();
    for (const held of all) await held.arrived();
    await service.kill();
    for (const held of all) await held.release();
  }

  async function killInRotation(cases: readonly Case[], secretOf: (user: string) => RotatedSecret): Promise<void> {
    const leased = cases.filter(([, moment]) => moment[0] === 'draining').map(([, , user]) => secretOf(user));
    await killAt(cases, async () => {
      for (const secret of leased) await secret.takeConnectLease();
      // The service makes several key pairs first, which takes a busy machine longer than a lease.
      for (const secret of leased) await secret.moveConnectLeases(60_000);
      for (const [, , user] of cases) await rotate(secretOf(user), `of-${user}`);
    });
    for (const secret of leased) await secret.moveConnectLeases(-60_000);
  }

  /** What holds for each case at this moment. */
  async function foundOf<Found>(cases: readonly Case[], look: (user: string) => Promise<Found>) {
    const found = new Map<string, Found>();
    for (const [, , user] of cases) found.set(user, await look(user));
    return (user: string) => found.get(user)!;
  }

  for (const cases of together(passwordCases))
    describe('in the rotation of a password,', () => {
      let secretOf: (user: string) => RotatedSecret;
      let left: (user: string) => { readonly isUsable: boolean; readonly candidate?: TargetCredential };

      beforeAll(async () => {
        secretOf = await secretsOf(cases, passwordOf);
        await killInRotation(cases, secretOf);
        left = await foundOf(cases, async (user) => ({
          isUsable: await secretOf(user).someStoredIsAccepted(),
          candidate: await secretOf(user).pending(),
        }));
        await startAgain(rotationLeaseMs);
      }, 120_000);

      it.each(cases)(
        '%s, leaves a stored value that works, and ends it when it is back',
        async (_when, _moment, user) => {
          const secret = secretOf(user);
          expect(left(user).isUsable).toBe(true);
          await secret.reaches('finished');
          expect(await secret.version()).toMatchObject({ VersionId: `of-${user}` });
          const current = await secret.credential();
          expect(current).toEqual(left(user).candidate ?? current);
          expect(await secret.accepts(current)).toBe(true);
          expect(await secret.accepts(credentialOf(passwordOf(user)))).toBe(false);
          expect(await moments.host.changesOf(user)).toBe(1);
        },
      );
    });

  for (const cases of together(keyCases))
    describe('in the rotation of a key pair,', () => {
      let secretOf: (user: string) => RotatedSecret;
      let isUsable: (user: string) => boolean;

      beforeAll(async () => {
        secretOf = await secretsOf(cases, pairOf);
        keySecrets.push(...cases.map(([, , user]) => secretOf(user)));
        await killInRotation(cases, secretOf);
        isUsable = await foundOf(cases, async (user) => secretOf(user).accepts(await secretOf(user).credential()));
        await startAgain(rotationLeaseMs);
      }, 120_000);

      it.each(cases)(
        '%s, leaves the current one working, and ends it when it is back',
        async (_when, _moment, user) => {
          const secret = secretOf(user);
          expect(isUsable(user)).toBe(true);
          await secret.reaches('retiring');
          expect(await secret.version()).toMatchObject({ VersionId: `of-${user}` });
          expect(await secret.accepts(await secret.credential())).toBe(true);
          expect(await secret.accepts(credentialOf(pairOf(user)))).toBe(true);
          expect(await moments.host.changesOf(user)).toBe(1);
        },
      );
    });

  for (const cases of together(retirementCases))
    describe('in the retirement of a former key,', () => {
      let secretOf: (user: string) => RotatedSecret;
      let isUsable: (user: string) => boolean;

      beforeAll(async () => {
        secretOf = await secretsOf(cases, pairOf);
        for (const [, , user] of cases) {
          await rotate(secretOf(user), `of-${user}`);
          await secretOf(user).reaches('retiring');
        }
        // The grace periods of all keys of this file are over from here on.
        await killAt(cases, () => startAgain(graceMs));
        isUsable = await foundOf(cases, async (user) => secretOf(user).accepts(await secretOf(user).credential()));
        await startAgain(rotationLeaseMs);
      }, 120_000);

      it.each(cases)(
        '%s, leaves the current one working, and ends it when it is back',
        async (_when, _moment, user) => {
          const secret = secretOf(user);
          expect(isUsable(user)).toBe(true);
          await secret.reaches('finished');
          expect(await secret.accepts(await secret.credential())).toBe(true);
          expect(await secret.accepts(credentialOf(pairOf(user)))).toBe(false);
        },
      );
    });

  it('has left no former key once all grace periods are over', async () => {
    for (const secret of keySecrets) {
      await secret.reaches('finished');
      const { UserName } = JSON.parse((await secret.version()).SecretData);
      expect(await secret.accepts(credentialOf(pairOf(UserName)))).toBe(false);
      expect(await secret.accepts(await secret.credential())).toBe(true);
      expect(await secret.events()).toMatchObject([{ name: 'Secret:RotateSecret:Success' }]);
    }
  });
});
