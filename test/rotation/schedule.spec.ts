import { RotationClaims } from '../../src/rotation/store/rotation-claims.ts';
import { ScheduledRotations } from '../../src/rotation/store/scheduled-rotations.ts';
import { rotationLeaseMs } from '../../src/rotation/store/lease-keeper.ts';
import { startTestApplication } from '../support/test-application.ts';
import { TestEngine } from './engine.ts';
import { RotatedSecret } from './rotation-setting.ts';
import { setUpRotation } from './set-up-rotation.ts';

const hourMs = 3_600_000;
const hour = 3_600;

describe('the schedule of rotations', () => {
  const setting = setUpRotation();
  const { password } = setting;
  const data = { UserName: 'ops', Password: password };

  const startDue = () => setting.app.get(ScheduledRotations).startDue(100);
  const inMs = (ms: number) => new Date(setting.app.clock.now().getTime() + ms);
  /** The time to the next date, rounded to minutes, because the clock keeps running. */
  async function minutesToNext(): Promise<number> {
    const { nextAt } = await setting.secret.schedulePlan();
    return Math.round((nextAt!.getTime() - setting.app.clock.now().getTime()) / 60_000);
  }
  const rotationRows = (): Promise<Record<string, unknown>[]> =>
    setting.app.database.dataSource.query('select * from kms_rotations order by due_at');

  it('begins a rotation on its date, and not before', async () => {
    await setting.secret.schedule(hour, inMs(hourMs));
    expect(await startDue()).toBe(0);
    setting.app.clock.advance(hourMs);
    expect(await startDue()).toBe(1);
    await new TestEngine(setting.app).workOnce();
    const { VersionId } = await setting.secret.version();
    expect(VersionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await setting.secret.accepts(await setting.secret.credential())).toBe(true);
    expect(await minutesToNext()).toBe(60);
  });

  it('is kept by the service itself', async () => {
    const other = await startTestApplication({ database: setting.app.database });
    await setting.secret.schedule(hour, other.clock.now());
    await setting.secret.reaches('finished');
    await other.stop();
    expect((await setting.secret.version()).VersionId).not.toBe('v1');
  });

  it('begins one rotation, however many processes poll', async () => {
    await setting.secret.schedule(hour, inMs(0));
    const begun = await Promise.all(Array.from({ length: 8 }, startDue));
    expect(begun.reduce((sum, count) => sum + count)).toBe(1);
    expect(await rotationRows()).toHaveLength(1);
  });

  it('makes up for a long downtime with one rotation', async () => {
    await setting.secret.schedule(hour, inMs(0));
    setting.app.clock.advance(50 * hourMs);
    await startDue();
    setting.app.clock.advance(hourMs / 2);
    while (await new TestEngine(setting.app).workOnce());
    await startDue();
    expect(await rotationRows()).toHaveLength(1);
    expect(await minutesToNext()).toBe(60);
  });

  it('spreads late rotations over ten minutes by their ids; those on time begin immediately', async () => {
    const late = await Promise.all(
      Array.from({ length: 12 }, () => RotatedSecret.create(setting.app, setting.target, data)),
    );
    await Promise.all(late.map((one) => one.schedule(hour, inMs(-hourMs))));
    await setting.secret.schedule(hour, inMs(-1_000));
    expect(await startDue()).toBe(13);
    const offsets = (await rotationRows()).map((row) => Number(row['due_at']) - Number(row['created_at']));
    expect(offsets[0]).toBe(0);
    expect(offsets[1]).toBeGreaterThan(0);
    expect(new Set(offsets).size).toBeGreaterThan(10);
    expect(Math.max(...offsets)).toBeLessThan(600_000);
  });

  it('counts from a requested rotation', async () => {
    await setting.secret.schedule(hour, inMs(60_000));
    await setting.secret.rotate('v2');
    await new TestEngine(setting.app).workOnce();
    expect(await minutesToNext()).toBe(60);
  });

  it('begins nothing while a rotation is in progress, the secret is scheduled for deletion, or it needs a person', async () => {
    await setting.secret.schedule(hour, inMs(0));
    await setting.app.database.dataSource.query(`update kms_secrets set rotation_state = 'invalid'`);
    expect(await startDue()).toBe(0);
    await setting.app.database.dataSource.query(`update kms_secrets set rotation_state = 'ok'`);
    await setting.secret.rotate('v2');
    expect(await startDue()).toBe(0);
    await new TestEngine(setting.app).workOnce();
    await setting.secret.schedule(hour, inMs(0));
    await setting.app.pop('kms').request('DeleteSecret', { SecretName: setting.secret.name, RecoveryWindowInDays: 7 });
    expect(await startDue()).toBe(0);
    await setting.app.pop('kms').request('RestoreSecret', { SecretName: setting.secret.name });
    expect(await startDue()).toBe(1);
  });

  it('makes room for RotateSecret while its own rotation waits for its turn', async () => {
    await setting.secret.schedule(hour, inMs(-hourMs));
    await startDue();
    await setting.secret.rotate('v2');
    expect(await rotationRows()).toMatchObject([{ version_id: 'v2', is_scheduled: false }]);
    await new TestEngine(setting.app).workOnce();
    expect(await setting.secret.version()).toMatchObject({ VersionId: 'v2' });
  });

  it('runs one rotation at a time on an instance', async () => {
    const { instanceId: InstanceId } = setting.secret;
    const other = `${setting.secret.name}-2`;
    const ExtendedConfig = JSON.stringify({ SecretSubType: 'Password', RegionId: 'cn-hangzhou', InstanceId });
    const second = { SecretName: other, VersionId: 'v1', SecretType: 'ECS', SecretData: JSON.stringify(data) };
    await setting.app.pop('kms').request('CreateSecret', { ...second, ExtendedConfig });
    await setting.secret.rotate('v2');
    await setting.app.pop('kms').request('RotateSecret', { SecretName: other, VersionId: 'v2' });
    const claims = setting.app.get(RotationClaims);
    const taken = await Promise.all(Array.from({ length: 6 }, () => claims.takeDue(rotationLeaseMs)));
    const [first, ...more] = taken.filter((run) => run !== undefined);
    expect(more).toEqual([]);
    await claims.postpone(first!, { dueAt: inMs(hourMs) });
    const next = await claims.takeDue(rotationLeaseMs);
    expect(next?.secretId).not.toBe(first?.secretId);
    await claims.postpone(next!, { dueAt: inMs(hourMs) });
  });

  it('does not block an instance when the process that works on it dies', async () => {
    await setting.secret.rotate('v2');
    const claims = setting.app.get(RotationClaims);
    const died = await claims.takeDue(rotationLeaseMs);
    setting.app.clock.advance(rotationLeaseMs);
    const again = await claims.takeDue(rotationLeaseMs);
    expect(again).toMatchObject({ rotationId: died!.rotationId, fence: died!.fence + 1 });
  });
});
