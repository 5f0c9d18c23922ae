import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import type { TargetInstance } from '../../src/demo/target-instance.ts';
import { generateSshKeyPair, type SshKeyPair } from '../../src/ssh/keys.ts';
import { eventually } from '../support/eventually.ts';
import { describeWithSshd } from '../support/requirements.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { SeverableWay } from '../support/severable-way.ts';
import { HeldHost } from './held-host.ts';
import { RotatingServices } from './rotating-services.ts';
import { credentialOf, RotatedSecret } from './rotation-setting.ts';

// Real processes on the machine's real clock: a lease is over after 20 seconds.
describeWithSshd('two services over one database', () => {
  const password = randomAlphanumeric(20);
  let pair: SshKeyPair;
  let services: RotatingServices;
  let target: SshdInstance;
  let host: HeldHost;
  let way: SeverableWay;
  let both: [ServiceProcess, ServiceProcess];

  beforeAll(async () => {
    services = await RotatingServices.open();
    pair = await generateSshKeyPair('ed25519', 'first');
    target = await startSshdInstance({
      users: [
        ...['at-once', 'by-date', 'stopped-late', 'stopped-early'].map((name) => ({
          name,
          password: new Redacted(password),
        })),
        { name: 'stopped-key', authorizedKeys: [pair.publicKey] },
      ],
    });
    host = await HeldHost.on(target);
    way = await SeverableWay.to({ host: target.address, port: target.port });
    both = await Promise.all([services.start(), services.start()]);
  }, 120_000);
  afterAll(async () => {
    await services.stop();
    await way.close();
    await target.stop();
  });

  const passwordOf = (UserName: string) => ({ UserName, Password: password });
  const secretOf = (user: string, on: TargetInstance = target) =>
    RotatedSecret.create(services.app, on, passwordOf(user));
  const rotate = (service: ServiceProcess, { name: SecretName }: RotatedSecret, VersionId: string) =>
    services.kms(service).request('RotateSecret', { SecretName, VersionId });

  async function rotateAndWait(service: ServiceProcess, secret: RotatedSecret, versionId: string): Promise<void> {
    await rotate(service, secret, versionId);
    await isCurrent(secret, versionId);
  }

  const isCurrent = (secret: RotatedSecret, versionId: string) =>
    eventually(`${versionId} is current`, async () => (await secret.version()).VersionId === versionId, 45_000);

  async function rotationsOf({ name }: RotatedSecret): Promise<number> {
    const rows: unknown[] = await services.database.dataSource.query(
      'select from kms_rotations join kms_secrets using (account_id, region, secret_id) where name = $1',
      [name],
    );
    return rows.length;
  }

  it('that are asked at once run one rotation, and the other answer says that one runs', async () => {
    const secret = await secretOf('at-once');
    const held = host.hold('at-once', 'before');
    const answers = await Promise.allSettled(both.map((service, number) => rotate(service, secret, `v${number + 2}`)));
    held.release();
    const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.code] : []));
    expect(refusals).toEqual(['Rejected.RotationInProgress']);
    await secret.reaches('finished');
    expect(await rotationsOf(secret)).toBe(1);
    expect(await host.changesOf('at-once')).toBe(1);
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('begin and carry out one rotation when its date has come', async () => {
    const secret = await secretOf('by-date');
    await secret.schedule(3_600, services.app.clock.now());
    await secret.reaches('finished');
    expect(await rotationsOf(secret)).toBe(1);
    expect(await host.changesOf('by-date')).toBe(1);
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('end well though one was stopped (SIGSTOP) at the host and wakes up after its lease: it changes nothing more', async () => {
    const [sleeper] = both;
    await both[1].stop();
    const late = await secretOf('stopped-late');
    const early = await secretOf('stopped-early', through(way));
    const key = await RotatedSecret.create(services.app, target, {
      UserName: 'stopped-key',
      PublicKey: pair.publicKey,
      PrivateKey: pair.privateKey.reveal(),
    });
    const held = host.hold('stopped-late', 'after');
    const heldKey = host.hold('stopped-key', 'after');
    const kept = way.keepNext();
    for (const secret of [late, early, key]) await rotate(sleeper, secret, 'v2');
    const letOn = await kept;
    await Promise.all([held.arrived(), heldKey.arrived()]);
    sleeper.suspend();
    held.release();
    heldKey.release();

    const other = await services.start();
    await Promise.all([late, early, key].map((secret) => isCurrent(secret, 'v2')));
    await Promise.all([late, early, key].map((secret) => rotateAndWait(other, secret, 'v3')));
    const current = await Promise.all([late, early, key].map((secret) => secret.credential()));
    await other.stop();
    const changes = () =>
      Promise.all(['stopped-late', 'stopped-early', 'stopped-key'].map((user) => host.changesOf(user)));
    expect(await changes()).toEqual([2, 2, 2]);

    letOn();
    sleeper.resume();
    // What it does after waking up comes before what it is asked to do now.
    const awake = await secretOf('at-once');
    await rotateAndWait(sleeper, awake, 'v2');
    expect(await changes()).toEqual([2, 2, 2]);
    for (const [number, secret] of [late, early, key].entries()) {
      expect(await secret.version()).toMatchObject({ VersionId: 'v3' });
      expect(await secret.credential()).toEqual(current[number]);
      expect(await secret.accepts(current[number]!)).toBe(true);
    }
    expect(await late.accepts(credentialOf(passwordOf('stopped-late')))).toBe(false);
    await sleeper.stop();
  }, 180_000);

  function through({ port }: SeverableWay): TargetInstance {
    return Object.create(target, { port: { value: port } }) as TargetInstance;
  }
});
