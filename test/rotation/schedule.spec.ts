import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { startEmulatedInstance, type EmulatedInstance } from '../../src/demo/emulated-instance.ts';
import { RotationClaims } from '../../src/rotation/store/rotation-claims.ts';
import { ScheduledRotations } from '../../src/rotation/store/scheduled-rotations.ts';
import { rotationLeaseMs } from '../../src/rotation/store/lease-keeper.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { stopOwnEngine, TestEngine } from './engine.ts';
import { RotatedSecret } from './rotation-setting.ts';

const hourMs = 3_600_000;
const hour = 3_600;

describe('the schedule of rotations', () => {
  const password = randomAlphanumeric(20);
  const data = { UserName: 'ops', Password: password };
  let app: TestApplication;
  let target: EmulatedInstance;
  let secret: RotatedSecret;

  beforeAll(async () => {
    app = await startTestApplication();
    await stopOwnEngine(app);
  });
  afterAll(() => app.stop());

  beforeEach(async () => {
    target = await startEmulatedInstance({ users: [{ name: 'ops', password: new Redacted(password) }] });
    secret = await RotatedSecret.create(app, target, data);
  });
  afterEach(async () => {
    await target.stop();
    await app.database.dataSource.query('delete from kms_rotations');
    await app.database.dataSource.query('delete from kms_secrets');
  });

  const startDue = () => app.get(ScheduledRotations).startDue(100);
  const inMs = (ms: number) => new Date(app.clock.now().getTime() + ms);
  /** The time to the next date, rounded to minutes, because the clock keeps running. */
  async function minutesToNext(): Promise<number> {
    const { nextAt } = await secret.schedulePlan();
    return Math.round((nextAt!.getTime() - app.clock.now().getTime()) / 60_000);
  }
  const rotationRows = (): Promise<Record<string, unknown>[]> =>
    app.database.dataSource.query('select * from kms_rotations order by due_at');

  it('begins a rotation on its date, and not before', async () => {
    await secret.schedule(hour, inMs(hourMs));
    expect(await startDue()).toBe(0);
    app.clock.advance(hourMs);
    expect(await startDue()).toBe(1);
    await new TestEngine(app).workOnce();
    const { VersionId } = await secret.version();
    expect(VersionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await secret.accepts(await secret.credential())).toBe(true);
    expect(await minutesToNext()).toBe(60);
  });

  it('is kept by the service itself', async () => {
    const other = await startTestApplication({ database: app.database });
    await secret.schedule(hour, other.clock.now());
    await secret.reaches('finished');
    await other.stop();
    expect((await secret.version()).VersionId).not.toBe('v1');
  });

  it('begins one rotation, however many processes poll', async () => {
    await secret.schedule(hour, inMs(0));
    const begun = await Promise.all(Array.from({ length: 8 }, startDue));
    expect(begun.reduce((sum, count) => sum + count)).toBe(1);
    expect(await rotationRows()).toHaveLength(1);
  });

  it('makes up for a long downtime with one rotation', async () => {
    await secret.schedule(hour, inMs(0));
    app.clock.advance(50 * hourMs);
    await startDue();
    app.clock.advance(hourMs / 2);
    while (await new TestEngine(app).workOnce());
    await startDue();
    expect(await rotationRows()).toHaveLength(1);
    expect(await minutesToNext()).toBe(60);
  });

  it('spreads late rotations over ten minutes by their ids; those on time begin immediately', async () => {
    const late = await Promise.all(Array.from({ length: 12 }, () => RotatedSecret.create(app, target, data)));
    await Promise.all(late.map((one) => one.schedule(hour, inMs(-hourMs))));
    await secret.schedule(hour, inMs(-1_000));
    expect(await startDue()).toBe(13);
    const offsets = (await rotationRows()).map((row) => Number(row['due_at']) - app.clock.now().getTime());
    expect(offsets[0]).toBeLessThanOrEqual(0);
    expect(offsets[1]).toBeGreaterThan(0);
    expect(new Set(offsets).size).toBeGreaterThan(10);
    expect(Math.max(...offsets)).toBeLessThan(600_000);
  });

  it('counts from a requested rotation', async () => {
    await secret.schedule(hour, inMs(60_000));
    await secret.rotate('v2');
    await new TestEngine(app).workOnce();
    expect(await minutesToNext()).toBe(60);
  });

  it('begins nothing while a rotation is in progress, the secret is scheduled for deletion, or it needs a person', async () => {
    await secret.schedule(hour, inMs(0));
    await app.database.dataSource.query(`update kms_secrets set rotation_state = 'invalid'`);
    expect(await startDue()).toBe(0);
    await app.database.dataSource.query(`update kms_secrets set rotation_state = 'ok'`);
    await secret.rotate('v2');
    expect(await startDue()).toBe(0);
    await new TestEngine(app).workOnce();
    await secret.schedule(hour, inMs(0));
    await app.pop('kms').request('DeleteSecret', { SecretName: secret.name, RecoveryWindowInDays: 7 });
    expect(await startDue()).toBe(0);
    await app.pop('kms').request('RestoreSecret', { SecretName: secret.name });
    expect(await startDue()).toBe(1);
  });

  it('makes room for RotateSecret while its own rotation waits for its turn', async () => {
    await secret.schedule(hour, inMs(-hourMs));
    await startDue();
    await secret.rotate('v2');
    expect(await rotationRows()).toMatchObject([{ version_id: 'v2', is_scheduled: false }]);
    await new TestEngine(app).workOnce();
    expect(await secret.version()).toMatchObject({ VersionId: 'v2' });
  });

  it('runs one rotation at a time on an instance', async () => {
    const { instanceId: InstanceId } = secret;
    const other = `${secret.name}-2`;
    const ExtendedConfig = JSON.stringify({ SecretSubType: 'Password', RegionId: 'cn-hangzhou', InstanceId });
    const second = { SecretName: other, VersionId: 'v1', SecretType: 'ECS', SecretData: JSON.stringify(data) };
    await app.pop('kms').request('CreateSecret', { ...second, ExtendedConfig });
    await secret.rotate('v2');
    await app.pop('kms').request('RotateSecret', { SecretName: other, VersionId: 'v2' });
    const claims = app.get(RotationClaims);
    const taken = await Promise.all(Array.from({ length: 6 }, () => claims.takeDue(rotationLeaseMs)));
    const [first, ...more] = taken.filter((run) => run !== undefined);
    expect(more).toEqual([]);
    await claims.postpone(first!, { dueAt: inMs(hourMs) });
    const next = await claims.takeDue(rotationLeaseMs);
    expect(next?.secretId).not.toBe(first?.secretId);
    await claims.postpone(next!, { dueAt: inMs(hourMs) });
  });

  it('does not block an instance when the process that works on it dies', async () => {
    await secret.rotate('v2');
    const claims = app.get(RotationClaims);
    const died = await claims.takeDue(rotationLeaseMs);
    app.clock.advance(rotationLeaseMs);
    const again = await claims.takeDue(rotationLeaseMs);
    expect(again).toMatchObject({ rotationId: died!.rotationId, fence: died!.fence + 1 });
  });
});
