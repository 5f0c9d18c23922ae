import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { startEmulatedInstance, type EmulatedInstance } from '../../src/demo/emulated-instance.ts';
import { refusal, type Members } from '../support/api-clients.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { stopOwnEngine, TestEngine, workWhile } from './engine.ts';
import { RotatedSecret } from './rotation-setting.ts';

describe('a rotation', () => {
  const password = randomAlphanumeric(20);
  let app: TestApplication;
  let target: EmulatedInstance;
  let secret: RotatedSecret;

  beforeAll(async () => {
    app = await startTestApplication();
    await stopOwnEngine(app);
  });
  afterAll(() => app.stop());

  beforeEach(async () => {
    const ops = { name: 'ops', password: new Redacted(password), sudo: true };
    target = await startEmulatedInstance({ users: [ops] });
    secret = await RotatedSecret.create(app, target, { UserName: 'ops', Password: password });
  });
  afterEach(() => target.stop());

  const kms = (action: string, parameters: Members = {}) =>
    app.pop('kms').request(action, { SecretName: secret.name, ...parameters });

  const setKey = (action: 'EnableKey' | 'DisableKey') => async () => {
    await app.pop('kms').request(action, { KeyId: await secret.keyId() });
  };

  const workWith = (call: string, meanwhile: () => Promise<unknown>) => workWhile(app, call, meanwhile);

  /** How the rotation ended, and what it left behind. */
  async function ending(): Promise<object> {
    const { phase, failure } = await secret.row();
    const keptCandidate = (await secret.pending()) !== undefined;
    const isFirstAccepted = await secret.accepts({ userName: 'ops', password: new Redacted(password) });
    return { phase, failure, keptCandidate, isFirstAccepted };
  }

  const untouched = (failure: string) => ({ phase: 'failed', failure, keptCandidate: false, isFirstAccepted: true });

  it('leaves rows of the service role in the audit trail, with the request’s id, and no value', async () => {
    const { RequestId } = await secret.rotate('v2');
    await new TestEngine(app).workOnce();
    const rows: Members[] = await app.database.dataSource.query(
      'select * from audit_events where request_id = $1 order by at, sequence',
      [RequestId],
    );
    const calls = rows.map((row) => `${row['product']}:${row['action']} ${row['result']} ${row['caller_kind']}`);
    expect(calls).toEqual([
      'kms:RotateSecret OK Account',
      'kms:GetSecretValue OK ServiceRole',
      'kms:PutSecretValue OK ServiceRole',
      'kms:GetSecretValue OK ServiceRole',
      // One reads the account, the other changes it.
      'ecs:RunCommand OK ServiceRole',
      'ecs:RunCommand OK ServiceRole',
      'kms:UpdateSecretVersionStage OK ServiceRole',
      'kms:RotateSecret OK ServiceRole',
    ]);
    expect(rows[1]!['caller_arn']).toMatch(/^acs:ram::\d{16}:role\/aliyunserviceroleforkmssecretsmanagerforecs$/);
    const current = await secret.credential();
    expect(JSON.stringify(rows)).not.toContain(current.password!.reveal());
    expect(JSON.stringify(rows)).not.toContain(password);
  });

  it('uses its own credential once it has changed the management credential itself', async () => {
    const own = await RotatedSecret.create(app, target, { UserName: 'ops', Password: password }, { management: 'own' });
    await own.rotate('v2');
    await new TestEngine(app).workOnce();
    await own.rotate('v3');
    await new TestEngine(app).workOnce();
    expect(await own.version()).toMatchObject({ VersionId: 'v3' });
    expect(await own.accepts(await own.credential())).toBe(true);
  });

  it('is refused while the key is disabled', async () => {
    await setKey('DisableKey')();
    const answer = await refusal(secret.rotate('v2'));
    await setKey('EnableKey')();
    expect(answer).toMatchObject({ code: 'Rejected.Disabled', status: 409 });
  });

  it.each(['credentials', 'prepare', 'enter'])(
    'stops before the host when the key is disabled before %s',
    async (call) => {
      await secret.rotate('v2');
      await workWith(call, setKey('DisableKey'));
      await setKey('EnableKey')();
      expect(await ending()).toEqual(untouched('Rejected.Disabled'));
    },
  );

  it('is completed when the key is disabled after the host has changed', async () => {
    await secret.rotate('v2');
    await workWith('promote', setKey('DisableKey'));
    expect(await secret.row()).toMatchObject({ phase: 'finished' });
    await setKey('EnableKey')();
    expect(await secret.version()).toMatchObject({ VersionId: 'v2' });
  });

  it.each(['prepare', 'enter'])('stops before the host when the secret is deleted before %s', async (call) => {
    await secret.rotate('v2');
    await workWith(call, () => kms('DeleteSecret', { RecoveryWindowInDays: 7 }));
    expect(await ending()).toEqual(untouched('Rejected.ResourceInDeleteWindow'));
  });

  it('is completed when the secret is deleted after the host has changed, so that a restored secret is right', async () => {
    await secret.rotate('v2');
    await workWith('promote', () => kms('DeleteSecret', { RecoveryWindowInDays: 7 }));
    await kms('RestoreSecret');
    expect(await secret.version()).toMatchObject({ VersionId: 'v2' });
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('keeps its secret from being deleted for good', async () => {
    await secret.rotate('v2');
    await workWith('promote', async () => {
      const call = kms('DeleteSecret', { ForceDeleteWithoutRecovery: 'true' });
      expect(await refusal(call)).toMatchObject({ code: 'Rejected.RotationInProgress' });
    });
    expect(await secret.version()).toMatchObject({ VersionId: 'v2' });
    await kms('DeleteSecret', { ForceDeleteWithoutRecovery: 'true' });
  });

  it('ends when the recovery window of its secret ends before the host answers', async () => {
    await secret.rotate('v2');
    await workWith('run', () => target.powerOff());
    expect(await secret.row()).toMatchObject({ phase: 'prepared' });
    await kms('DeleteSecret', { RecoveryWindowInDays: 7 });
    app.clock.advance(8 * 86_400_000);
    expect(await new TestEngine(app).workOnce()).toBe(false);
    expect(await secret.row()).toMatchObject({ phase: 'failed', failure: 'SecretGone' });
  });

  it('ends when its instance is removed from the inventory', async () => {
    await secret.rotate('v2');
    await workWith('run', () => app.pop('ecs').request('DeleteInstance', { InstanceId: secret.instanceId }));
    expect(await ending()).toEqual(untouched('no-instance'));
  });

  it('that failed may be asked for again with the same version id', async () => {
    await target.powerOff();
    await secret.rotate('v2');
    for (let attempt = 0; attempt < 6; attempt++) {
      await new TestEngine(app).workOnce();
      app.clock.advance(600_000);
    }
    await target.powerOn();
    await secret.rotate('v2');
    await new TestEngine(app).workOnce();
    expect(await secret.version()).toMatchObject({ VersionId: 'v2' });
  });
});
