import { randomLowerAlphanumeric } from '../../src/common/identifiers.ts';
import { Accounts } from '../../src/identity/identity.api.ts';
import { UserAccessKeys } from '../../src/identity/user-access-keys.api.ts';
import { writeRamCredential } from '../../src/kms/ram-credential.api.ts';
import { ScheduledRotations } from '../../src/rotation/store/scheduled-rotations.ts';
import { AccessKeyRotator } from '../../src/rotation/access-keys/access-key-rotator.ts';
import { refusal, type Members } from '../support/api-clients.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { stopOwnEngine } from './engine.ts';
import { rootCaller } from './rotation-setting.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

describe('the rotation of a RAM user’s AccessKey', () => {
  let app: TestApplication;
  let accountId: string;
  let userName: string;
  let name: string;
  let first: string;

  beforeAll(async () => {
    app = await startTestApplication();
    await stopOwnEngine(app);
    accountId = app.get(Accounts).primaryAccountId();
  });
  afterAll(() => app.stop());

  beforeEach(async () => {
    userName = `user-${randomLowerAlphanumeric(8)}`;
    name = `ram-${userName}`;
    await sql(
      `insert into ram_users (account_id, user_id, user_name, display_name, mobile_phone, email, comments, created_at, updated_at)
       values ($1, $2, $2, '', '', '', '', $3, $3)`,
      [accountId, userName, app.clock.now()],
    );
    const { accessKeyId, secret: accessKeySecret, createdAt: generatedAt } = await newAccessKey();
    first = accessKeyId;
    const SecretData = writeRamCredential({ accessKeyId, accessKeySecret, generatedAt }).reveal();
    await kms('CreateSecret', { VersionId: 'v1', SecretData });
    const config = JSON.stringify({ SecretSubType: 'RamUserAccessKey', UserName: userName });
    await sql(`update kms_secrets set type = 'RAMCredentials', extended_config = $2 where name = $1`, [name, config]);
  });

  const sql = (text: string, values: unknown[]): Promise<Members[]> => app.database.dataSource.query(text, values);
  const kms = (action: string, parameters: Members) =>
    app.pop('kms').request(action, { SecretName: name, ...parameters });
  const newAccessKey = () => app.get(UserAccessKeys).create(rootCaller(app), userName);
  const keys = async () =>
    (await app.get(UserAccessKeys).list(rootCaller(app), userName)).map(({ accessKeyId }) => accessKeyId);
  const work = () => app.get(AccessKeyRotator).workAll();
  const setSchedule = (nextAt: Date) =>
    sql(
      `update kms_secrets set automatic_rotation = true, rotation_interval_seconds = 3600, next_rotation_at = $2 where name = $1`,
      [name, nextAt],
    );

  /** What the service has done with the secret and its user, according to the audit trail. */
  async function recorded(): Promise<unknown[]> {
    const rows = await sql(
      `select product, action, result from audit_events
       where caller_kind = 'Service' and (resource like '%/' || $1 or resource like '%/' || $2) order by sequence`,
      [name, userName],
    );
    return rows.map(({ product, action, result }) => `${product} ${action} ${result}`);
  }

  async function current(): Promise<{ AccessKeyId: string; AccessKeySecret: string; VersionId: string }> {
    const { SecretData, VersionId } = (await kms('GetSecretValue', {})) as { SecretData: string; VersionId: string };
    return { ...JSON.parse(SecretData), VersionId };
  }

  it('creates a new one that signs requests immediately; the former one is deleted ten minutes later', async () => {
    await kms('RotateSecret', { VersionId: 'v2' });
    await work();
    const { AccessKeyId, AccessKeySecret, VersionId } = await current();
    expect(VersionId).toBe('v2');
    expect(await keys()).toEqual(expect.arrayContaining([first, AccessKeyId]));
    const asUser = app.pop('kms', { accessKeyId: AccessKeyId, accessKeySecret: AccessKeySecret });
    expect(await refusal(asUser.request('ListSecrets', {}))).toMatchObject({ code: 'Forbidden.NoPermission' });

    app.clock.advance(9 * minuteMs);
    await work();
    expect(await keys()).toContain(first);
    app.clock.advance(minuteMs);
    await work();
    expect(await keys()).toEqual([AccessKeyId]);
    expect(await recorded()).toEqual(['ram CreateAccessKey OK', 'kms RotateSecret OK', 'ram DeleteAccessKey OK']);
  });

  it('is accepted while one is in progress, and then does nothing', async () => {
    await kms('RotateSecret', { VersionId: 'v2' });
    await kms('RotateSecret', { VersionId: 'v3' });
    await work();
    await kms('RotateSecret', { VersionId: 'v4' });
    await work();
    expect((await current()).VersionId).toBe('v2');
    app.clock.advance(10 * minuteMs);
    await work();
    await kms('RotateSecret', { VersionId: 'v5' });
    await work();
    expect((await current()).VersionId).toBe('v5');
  });

  it('begins by itself; then the former one stays for two days, and no other rotation begins meanwhile', async () => {
    await setSchedule(app.clock.now());
    await app.get(ScheduledRotations).startDue(100);
    await work();
    expect(await keys()).toHaveLength(2);
    app.clock.advance(2 * dayMs - minuteMs);
    expect(await app.get(ScheduledRotations).startDue(100)).toBe(0);
    await work();
    expect(await keys()).toContain(first);
    app.clock.advance(minuteMs);
    await work();
    expect(await keys()).toEqual([(await current()).AccessKeyId]);
    expect(await app.get(ScheduledRotations).startDue(100)).toBe(1);
    await work();
  });

  it('does not begin by itself any more once that is disabled', async () => {
    await setSchedule(new Date(app.clock.now().getTime() - 10 * minuteMs));
    await app.get(ScheduledRotations).startDue(100);
    await kms('UpdateSecretRotationPolicy', { EnableAutomaticRotation: 'false' });
    app.clock.advance(10 * minuteMs);
    await work();
    await app.get(ScheduledRotations).startDue(100);
    await work();
    expect(await keys()).toEqual([first]);
    await kms('RotateSecret', { VersionId: 'v2' });
    await work();
    expect((await current()).VersionId).toBe('v2');
  });

  it('deletes the former one of a user who has another name by then', async () => {
    await kms('RotateSecret', { VersionId: 'v2' });
    await work();
    const { AccessKeyId } = await current();
    const renamed = `${userName}-renamed`;
    await app.pop('ram').request('UpdateUser', { UserName: userName, NewUserName: renamed });
    app.clock.advance(10 * minuteMs);
    await work();
    expect((await app.get(UserAccessKeys).list(rootCaller(app), renamed)).map((key) => key.accessKeyId)).toEqual([
      AccessKeyId,
    ]);
    expect(await recorded()).toEqual(['ram CreateAccessKey OK', 'kms RotateSecret OK', 'ram DeleteAccessKey OK']);
  });

  it('happens once, however many processes work', async () => {
    await kms('RotateSecret', { VersionId: 'v2' });
    await Promise.all(Array.from({ length: 6 }, work));
    expect(await keys()).toHaveLength(2);
  });

  it.each([
    ['LimitExceeded.User.AccessKey', 'the user has two already', newAccessKeyOf],
    ['EntityNotExist.User', 'the user is gone', deleteUser],
  ])('fails with %s when %s, and publishes an event', async (code, _, spoil) => {
    await spoil();
    await kms('RotateSecret', { VersionId: 'v2' });
    await work();
    expect((await current()).AccessKeyId).toBe(first);
    const [event] = await sql(
      `select fact -> 'content' as content from events where fact ->> 'resource' like '%' || $1`,
      [name],
    );
    expect(event).toMatchObject({
      content: { secretType: 'RAMCredentials', rotationSubType: 'RamUserAccessKey', failureInfo: { errorCode: code } },
    });
    const [row] = await sql('select rotation_state from kms_secrets where name = $1', [name]);
    expect(row).toEqual({ rotation_state: 'invalid' });
    expect(await recorded()).toEqual([`kms RotateSecret ${code}`]);
  });

  async function newAccessKeyOf(): Promise<void> {
    await newAccessKey();
  }

  async function deleteUser(): Promise<void> {
    await sql('delete from access_keys where user_id = $1', [userName]);
    await sql('delete from ram_users where user_id = $1', [userName]);
  }

  it('creates nothing while the key is disabled', async () => {
    const [KeyId] = (await sql('select key_id from kms_secrets where name = $1', [name])).map((row) => row.key_id);
    await kms('RotateSecret', { VersionId: 'v2' });
    await app.pop('kms').request('DisableKey', { KeyId });
    await work();
    await app.pop('kms').request('EnableKey', { KeyId });
    expect(await keys()).toEqual([first]);
    expect((await current()).VersionId).toBe('v1');
  });
});
