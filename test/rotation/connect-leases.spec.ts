import { setTimeout as delay } from 'node:timers/promises';
import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { startEmulatedInstance, type EmulatedInstance } from '../../src/demo/emulated-instance.ts';
import { ConnectLeases } from '../../src/rotation/connect-leases.api.ts';
import type { RotationRun } from '../../src/rotation/store/rotation-run.ts';
import { RotationClaims } from '../../src/rotation/store/rotation-claims.ts';
import { RotationPhases } from '../../src/rotation/store/rotation-phases.ts';
import { refusal } from '../support/api-clients.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { stopOwnEngine, TestEngine } from './engine.ts';
import { rootCaller, RotatedSecret } from './rotation-setting.ts';

describe('connect leases', () => {
  const password = randomAlphanumeric(20);
  let app: TestApplication;
  let target: EmulatedInstance;
  let secret: RotatedSecret;

  beforeAll(async () => {
    app = await startTestApplication();
    await stopOwnEngine(app);
    target = await startEmulatedInstance({ users: [{ name: 'ops', password: new Redacted(password) }] });
  });
  afterAll(async () => {
    await target.stop();
    await app.stop();
  });
  beforeEach(async () => {
    secret = await RotatedSecret.create(app, target, { UserName: 'ops', Password: password });
  });

  const take = () => app.get(ConnectLeases).take(rootCaller(app), secret.name);

  /** A rotation that has stored its candidate. */
  async function preparedRun(): Promise<RotationRun> {
    await secret.rotate('v2');
    const run = (await app.get(RotationClaims).takeDue(600_000))!;
    return app.get(RotationPhases).prepare(run, { userName: 'ops', password: new Redacted('candidate') });
  }

  it('are granted for 15 seconds while no rotation is at the host, also when one is prepared', async () => {
    const before = app.clock.now().getTime();
    const lease = await take();
    const after = app.clock.now().getTime();
    expect(lease!.expiresAt.getTime() - before).toBeGreaterThanOrEqual(15_000);
    expect(lease!.expiresAt.getTime() - after).toBeLessThanOrEqual(15_000);
    await preparedRun();
    expect(await take()).toBeDefined();
  });

  it('keep a rotation from the host until they are released', async () => {
    const lease = await take();
    const draining = await app.get(RotationPhases).enter(await preparedRun());
    expect(draining.phase).toBe('draining');
    await app.get(ConnectLeases).release(lease!);
    expect((await app.get(RotationPhases).enter(draining)).phase).toBe('applying');
  });

  it('keep a rotation from the host for 15 seconds at most', async () => {
    const run = await preparedRun();
    const { expiresAt } = (await take())!;
    const draining = await app.get(RotationPhases).enter(run);
    app.clock.advance(expiresAt.getTime() - app.clock.now().getTime() - 5_000);
    expect((await app.get(RotationPhases).enter(draining)).phase).toBe('draining');
    app.clock.advance(5_000);
    expect((await app.get(RotationPhases).enter(draining)).phase).toBe('applying');
  });

  it('are not granted once a rotation waits to enter, so that it need not wait for new ones', async () => {
    const lease = await take();
    await app.get(RotationPhases).enter(await preparedRun());
    expect(await take()).toBeUndefined();
    await app.get(ConnectLeases).release(lease!);
  });

  it('are granted again after the rotation', async () => {
    await secret.rotate('v2');
    await new TestEngine(app).workOnce();
    expect(await take()).toBeDefined();
  });

  it('and entering exclude each other when both come at the same time', async () => {
    const entries: { phase: string; leases: number }[] = [];
    for (let round = 0; round < 20; round++) {
      secret = await RotatedSecret.create(app, target, { UserName: 'ops', Password: password });
      const run = await preparedRun();
      const takeSoon = () => delay(Math.random() * 3).then(take);
      const entering = app.get(RotationPhases).enter(run);
      const leases = await Promise.all(Array.from({ length: 6 }, takeSoon));
      entries.push({ phase: (await entering).phase, leases: leases.filter(Boolean).length });
    }
    expect(entries.filter(({ phase, leases }) => phase === 'applying' && leases > 0)).toEqual([]);
    expect(entries.filter(({ phase, leases }) => phase === 'draining' && leases === 0)).toEqual([]);
  });

  it('are refused for a secret that does not exist or is scheduled for deletion', async () => {
    const leases = app.get(ConnectLeases);
    await expect(leases.take(rootCaller(app), 'acs/ecs/none')).rejects.toMatchObject({
      code: 'Forbidden.ResourceNotFound',
    });
    await app.pop('kms').request('DeleteSecret', { SecretName: secret.name, RecoveryWindowInDays: 7 });
    await expect(take()).rejects.toMatchObject({ code: 'Rejected.ResourceInDeleteWindow' });
    expect(await refusal(secret.rotate('v2'))).toMatchObject({ code: 'Rejected.ResourceInDeleteWindow', status: 409 });
  });
});
