import { Redacted } from '../../src/common/redacted.ts';
import { refusal, type Members } from '../support/api-clients.ts';
import { TestEngine, workWhile } from './engine.ts';
import { RotatedSecret } from './rotation-setting.ts';
import { setUpRotation } from './set-up-rotation.ts';

describe('a rotation', () => {
  const setting = setUpRotation({ sudo: true });
  const { password } = setting;

  const kms = (action: string, parameters: Members = {}) =>
    setting.app.pop('kms').request(action, { SecretName: setting.secret.name, ...parameters });

  const setKey = (action: 'EnableKey' | 'DisableKey') => async () => {
    await setting.app.pop('kms').request(action, { KeyId: await setting.secret.keyId() });
  };

  const workWith = (call: string, meanwhile: () => Promise<unknown>) => workWhile(setting.app, call, meanwhile);

  /** How the rotation ended, and what it left behind. */
  async function ending(): Promise<object> {
    const { phase, failure } = await setting.secret.row();
    const keptCandidate = (await setting.secret.pending()) !== undefined;
    const isFirstAccepted = await setting.secret.accepts({ userName: 'ops', password: new Redacted(password) });
    return { phase, failure, keptCandidate, isFirstAccepted };
  }

  const untouched = (failure: string) => ({ phase: 'failed', failure, keptCandidate: false, isFirstAccepted: true });

  it('leaves rows of the service role in the audit trail, with the request’s id, and no value', async () => {
    const { RequestId } = await setting.secret.rotate('v2');
    await new TestEngine(setting.app).workOnce();
    const rows: Members[] = await setting.app.database.dataSource.query(
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
    const current = await setting.secret.credential();
    expect(JSON.stringify(rows)).not.toContain(current.password!.reveal());
    expect(JSON.stringify(rows)).not.toContain(password);
  });

  it('uses its own credential once it has changed the management credential itself', async () => {
    const own = await RotatedSecret.create(
      setting.app,
      setting.target,
      { UserName: 'ops', Password: password },
      { management: 'own' },
    );
    await own.rotate('v2');
    await new TestEngine(setting.app).workOnce();
    await own.rotate('v3');
    await new TestEngine(setting.app).workOnce();
    expect(await own.version()).toMatchObject({ VersionId: 'v3' });
    expect(await own.accepts(await own.credential())).toBe(true);
  });

  it('is refused while the key is disabled', async () => {
    await setKey('DisableKey')();
    const answer = await refusal(setting.secret.rotate('v2'));
    await setKey('EnableKey')();
    expect(answer).toMatchObject({ code: 'Rejected.Disabled', status: 409 });
  });

  it.each(['credentials', 'prepare', 'enter'])(
    'stops before the host when the key is disabled before %s',
    async (call) => {
      await setting.secret.rotate('v2');
      await workWith(call, setKey('DisableKey'));
      await setKey('EnableKey')();
      expect(await ending()).toEqual(untouched('Rejected.Disabled'));
    },
  );

  it('is completed when the key is disabled after the host has changed', async () => {
    await setting.secret.rotate('v2');
    await workWith('promote', setKey('DisableKey'));
    expect(await setting.secret.row()).toMatchObject({ phase: 'finished' });
    await setKey('EnableKey')();
    expect(await setting.secret.version()).toMatchObject({ VersionId: 'v2' });
  });

  it.each(['prepare', 'enter'])('stops before the host when the secret is deleted before %s', async (call) => {
    await setting.secret.rotate('v2');
    await workWith(call, () => kms('DeleteSecret', { RecoveryWindowInDays: 7 }));
    expect(await ending()).toEqual(untouched('Rejected.ResourceInDeleteWindow'));
  });

  it('is completed when the secret is deleted after the host has changed, so that a restored secret is right', async () => {
    await setting.secret.rotate('v2');
    await workWith('promote', () => kms('DeleteSecret', { RecoveryWindowInDays: 7 }));
    await kms('RestoreSecret');
    expect(await setting.secret.version()).toMatchObject({ VersionId: 'v2' });
    expect(await setting.secret.accepts(await setting.secret.credential())).toBe(true);
  });

  it('keeps its secret from being deleted for good', async () => {
    await setting.secret.rotate('v2');
    await workWith('promote', async () => {
      const call = kms('DeleteSecret', { ForceDeleteWithoutRecovery: 'true' });
      expect(await refusal(call)).toMatchObject({ code: 'Rejected.RotationInProgress' });
    });
    expect(await setting.secret.version()).toMatchObject({ VersionId: 'v2' });
    await kms('DeleteSecret', { ForceDeleteWithoutRecovery: 'true' });
  });

  it('ends when the recovery window of its secret ends before the host answers', async () => {
    await setting.secret.rotate('v2');
    await workWith('run', () => setting.target.powerOff());
    expect(await setting.secret.row()).toMatchObject({ phase: 'prepared' });
    await kms('DeleteSecret', { RecoveryWindowInDays: 7 });
    setting.app.clock.advance(8 * 86_400_000);
    expect(await new TestEngine(setting.app).workOnce()).toBe(false);
    expect(await setting.secret.row()).toMatchObject({ phase: 'failed', failure: 'SecretGone' });
  });

  it('never leaves more than ten versions, its candidate included', async () => {
    const versions = async () =>
      (await kms('ListSecretVersionIds', { IncludeDeprecated: 'true', PageSize: 100 })).VersionIds.VersionId.map(
        ({ VersionId }: Members) => VersionId,
      );
    for (let n = 2; n <= 11; n += 1) {
      await setting.secret.rotate(`v${n}`);
      await new TestEngine(setting.app).workOnce();
    }
    expect(await versions()).toHaveLength(10);
    await setting.secret.rotate('v12');
    let meanwhile: string[] = [];
    await workWith('enter', async () => (meanwhile = await versions()));
    expect(meanwhile).toEqual(['v12', 'v11', 'v10', 'v9', 'v8', 'v7', 'v6', 'v5', 'v4', 'v3']);
    expect(await versions()).toEqual(meanwhile);
  });

  it('ends when its instance is removed from the inventory', async () => {
    await setting.secret.rotate('v2');
    await workWith('run', () =>
      setting.app.pop('ecs').request('DeleteInstance', { InstanceId: setting.secret.instanceId }),
    );
    expect(await ending()).toEqual(untouched('no-instance'));
  });

  it('that failed may be asked for again with the same version id', async () => {
    await setting.target.powerOff();
    await setting.secret.rotate('v2');
    for (let attempt = 0; attempt < 6; attempt++) {
      await new TestEngine(setting.app).workOnce();
      setting.app.clock.advance(600_000);
    }
    await setting.target.powerOn();
    await setting.secret.rotate('v2');
    await new TestEngine(setting.app).workOnce();
    expect(await setting.secret.version()).toMatchObject({ VersionId: 'v2' });
  });
});
