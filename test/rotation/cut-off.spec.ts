import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import type { TargetInstance } from '../../src/demo/target-instance.ts';
import { generateSshKeyPair, type SshKeyPair } from '../../src/ssh/keys.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { SeverableWay } from '../support/severable-way.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { openTestDatabase, startedTemplate, type TestDatabase } from '../support/test-database.ts';
import { useCheapCandidates } from './cheap-candidates.ts';
import { stopOwnEngine, TestEngine } from './engine.ts';
import { keyMoments, Moments, passwordMoments, retirementMoments, type Moment } from './moments.ts';
import { credentialOf, RotatedSecret } from './rotation-setting.ts';

const graceMs = 60_000;
const retryMs = 600_000;
const connectLeaseMs = 15_000;
const ways = ['database', 'host'] as const;
type Way = (typeof ways)[number];

/** Every moment with each of the two routes that can be cut then, and a user of the host to try it on. */
function cuts(prefix: string, moments: readonly (readonly [string, Moment])[]) {
  return ways.flatMap((way) =>
    moments.map(([when, moment], number) => ({ way, when, moment, user: `${prefix}-${way}${number}` })),
  );
}
const passwordCuts = cuts('ops', passwordMoments);
const keyCuts = cuts('deploy', keyMoments);
const retirementCuts = cuts('former', retirementMoments);

useCheapCandidates();

describeWithSshd('an engine that is cut off', () => {
  const password = randomAlphanumeric(20);
  const severable = {} as Record<Way, SeverableWay>;
  let pair: SshKeyPair;
  let database: TestDatabase;
  let app: TestApplication;
  let sshd: SshdInstance;
  let target: TargetInstance;
  let moments: Moments;

  beforeAll(async () => {
    database = await openTestDatabase({ template: startedTemplate });
    severable.database = await SeverableWay.to(socketOf(database.url));
    app = await startTestApplication({ database: { ...database, url: urlThrough(severable.database, database.url) } });
    await stopOwnEngine(app);
    pair = await generateSshKeyPair('ed25519', 'first');
    sshd = await startSshdInstance({
      users: [
        ...passwordCuts.map(({ user }) => ({ name: user, password: new Redacted(password) })),
        ...[...keyCuts, ...retirementCuts].map(({ user }) => ({ name: user, authorizedKeys: [pair.publicKey] })),
      ],
    });
    severable.host = await SeverableWay.to({ host: sshd.address, port: sshd.port });
    target = Object.create(sshd, { port: { value: severable.host.port } }) as TargetInstance;
    moments = await Moments.of(database, sshd);
  }, 120_000);
  afterAll(async () => {
    await moments.close();
    await app.stop();
    await sshd.stop();
    await Promise.all(ways.map((way) => severable[way].close()));
    await database.drop();
  });

  const passwordOf = (UserName: string) => ({ UserName, Password: password });
  const pairOf = (UserName: string) => ({
    UserName,
    PublicKey: pair.publicKey,
    PrivateKey: pair.privateKey.reveal(),
  });

  /** Works on what is due and loses the route at that moment. Restores it once the attempt is over. */
  async function workCutOff({ way, moment, user }: { way: Way; moment: Moment; user: string }): Promise<void> {
    const held = await moments.hold(moment, { user, versionId: `of-${user}` });
    const work = new TestEngine(app).workOnce().catch(() => undefined);
    await held.arrived();
    severable[way].cut();
    await held.release();
    if (moment[0] === 'draining') app.clock.advance(connectLeaseMs);
    await work;
    severable[way].restore();
  }

  async function rotateCutOff(secret: RotatedSecret, cut: { way: Way; moment: Moment; user: string }): Promise<void> {
    await secret.rotate(`of-${cut.user}`);
    if (cut.moment[0] === 'draining') await secret.takeConnectLease();
    await workCutOff(cut);
  }

  async function workUntil(secret: RotatedSecret, phase: string): Promise<void> {
    for (let attempt = 0; attempt < 5 && (await secret.row()).phase !== phase; attempt += 1) {
      app.clock.advance(retryMs);
      await new TestEngine(app).workOnce();
    }
    expect(await secret.row()).toMatchObject({ phase });
  }

  it.each(passwordCuts)(
    'from the $way in the rotation of a password, $when, leaves a stored value that works, and ends it later',
    async (cut) => {
      const secret = await RotatedSecret.create(app, target, passwordOf(cut.user));
      await rotateCutOff(secret, cut);
      expect(await secret.someStoredIsAccepted()).toBe(true);
      await workUntil(secret, 'finished');
      expect(await secret.version()).toMatchObject({ VersionId: `of-${cut.user}` });
      expect(await secret.accepts(await secret.credential())).toBe(true);
      expect(await secret.accepts(credentialOf(passwordOf(cut.user)))).toBe(false);
    },
  );

  it.each(keyCuts)(
    'from the $way in the rotation of a key pair, $when, leaves the current one working, and ends it later',
    async (cut) => {
      const secret = await RotatedSecret.create(app, target, pairOf(cut.user));
      await rotateCutOff(secret, cut);
      expect(await secret.accepts(await secret.credential())).toBe(true);
      await workUntil(secret, 'finished');
      expect(await secret.version()).toMatchObject({ VersionId: `of-${cut.user}` });
      expect(await secret.accepts(await secret.credential())).toBe(true);
      expect(await secret.accepts(credentialOf(pairOf(cut.user)))).toBe(false);
    },
  );

  it.each(retirementCuts)(
    'from the $way in the retirement of a former key, $when, leaves the current one working, and ends it later',
    async (cut) => {
      const secret = await RotatedSecret.create(app, target, pairOf(cut.user));
      await secret.rotate(`of-${cut.user}`);
      await new TestEngine(app).workOnce();
      app.clock.advance(graceMs);
      await workCutOff(cut);
      expect(await secret.accepts(await secret.credential())).toBe(true);
      await workUntil(secret, 'finished');
      expect(await secret.accepts(await secret.credential())).toBe(true);
      expect(await secret.accepts(credentialOf(pairOf(cut.user)))).toBe(false);
    },
  );
});

/** The Unix socket on which the server at a URL listens. */
function socketOf(url: string): { path: string } {
  const { hostname, port } = new URL(url);
  return { path: `${decodeURIComponent(hostname)}/.s.PGSQL.${port}` };
}

function urlThrough({ port }: SeverableWay, url: string): string {
  return Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(port) }).href;
}
