import { Redacted } from '../../src/common/redacted.ts';
import { startEmulatedInstance, type EmulatedInstance } from '../../src/demo/emulated-instance.ts';
import { rotationLeaseMs } from '../../src/rotation/store/lease-keeper.ts';
import { parsePrivateKey } from '../../src/ssh/keys.ts';
import { eventually } from '../support/eventually.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { stopOwnEngine, TestEngine, type Interference } from './engine.ts';
import { RotatedSecret, type Management } from './rotation-setting.ts';

const graceMs = 60_000;

describe('the management credential of an instance', () => {
  let app: TestApplication;
  let target: EmulatedInstance;
  let data: { UserName: string } & Record<string, string>;

  beforeAll(async () => {
    app = await startTestApplication();
    await stopOwnEngine(app);
  });
  afterAll(() => app.stop());
  afterEach(async () => {
    await target.stop();
    await app.database.dataSource.query('delete from kms_rotations');
  });

  /** An instance that is managed with root's password or key pair, which a secret also holds. */
  async function managedBy(kind: 'password' | 'privateKey', management: Management = 'own'): Promise<RotatedSecret> {
    target = await startEmulatedInstance({
      users: [{ name: 'ops', password: new Redacted('ops’ own') }],
      management: kind,
    });
    const { userName: UserName, password, privateKey } = target.managementCredential;
    data = password
      ? { UserName, Password: password.reveal() }
      : {
          UserName,
          PublicKey: (await parsePrivateKey(privateKey!)).publicKey.authorizedKey,
          PrivateKey: privateKey!.reveal(),
        };
    return RotatedSecret.create(app, target, data, { management });
  }

  const work = (interfere?: Interference) => new TestEngine(app, interfere).workOnce();

  /** How a command through Cloud Assistant ends. */
  async function runs({ instanceId }: RotatedSecret): Promise<string> {
    const ecs = app.pop('ecs');
    const { InvokeId } = await ecs.request('RunCommand', {
      RegionId: 'cn-hangzhou',
      Type: 'RunShellScript',
      CommandContent: 'true',
      'InstanceId.1': instanceId,
    });
    let status = 'Running';
    await eventually('the command has ended', async () => {
      const { Invocation } = await ecs.request('DescribeInvocationResults', { RegionId: 'cn-hangzhou', InvokeId });
      status = Invocation.InvocationResults.InvocationResult[0].InvocationStatus;
      return !['Running', 'Pending'].includes(status);
    });
    return status;
  }

  it.each(['password', 'privateKey'] as const)('is root’s %s, and follows each of its rotations', async (kind) => {
    const secret = await managedBy(kind);
    for (const version of ['v2', 'v3']) {
      await secret.rotate(version);
      await work();
      expect(await secret.version()).toMatchObject({ VersionId: version });
      expect(await runs(secret)).toBe('Success');
      app.clock.advance(graceMs);
      await work();
      expect(await secret.row()).toMatchObject({ phase: 'finished', failures: 0 });
      expect(await runs(secret)).toBe('Success');
    }
  });

  it.each(['password', 'privateKey'] as const)(
    'follows root’s %s when the process died after the server had changed',
    async (kind) => {
      const secret = await managedBy(kind);
      await secret.rotate('v2');
      await new Promise<void>((resolve) => {
        void work((name, call) => {
          if (name !== 'promote') return call();
          resolve();
          return new Promise(() => undefined);
        });
      });
      expect(await secret.version()).toMatchObject({ VersionId: 'v1' });
      app.clock.advance(rotationLeaseMs);
      await work();
      expect(await secret.version()).toMatchObject({ VersionId: 'v2' });
      app.clock.advance(graceMs);
      await work();
      expect(await secret.row()).toMatchObject({ phase: 'finished' });
      expect(await runs(secret)).toBe('Success');
    },
  );

  it('follows while the KMS key is disabled', async () => {
    const secret = await managedBy('password');
    await secret.rotate('v2');
    const kms = app.pop('kms');
    const KeyId = await secret.keyId();
    await work(async (name, call) => {
      if (name === 'promote') await kms.request('DisableKey', { KeyId });
      return call();
    });
    expect(await runs(secret)).toBe('Success');
    await kms.request('EnableKey', { KeyId });
    expect(await secret.version()).toMatchObject({ VersionId: 'v2' });
  });

  it('stays when it is a different one', async () => {
    const secret = await managedBy('password', { userName: 'ops', password: new Redacted('ops’ own') });
    const stored = () =>
      app.database.dataSource.query('select sealed_management_credential from ecs_instances where instance_id = $1', [
        secret.instanceId,
      ]);
    const before = await stored();
    await secret.rotate('v2');
    await work();
    expect(await secret.version()).toMatchObject({ VersionId: 'v2' });
    expect(await stored()).toEqual(before);
  });
});
