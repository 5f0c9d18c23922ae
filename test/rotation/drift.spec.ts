import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { startEmulatedInstance, type EmulatedInstance } from '../../src/demo/emulated-instance.ts';
import { CloudAssistant } from '../../src/ecs/ecs.api.ts';
import { CredentialWatch } from '../../src/rotation/engine/credential-watch.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { stopOwnEngine, TestEngine } from './engine.ts';
import { rootCaller, RotatedSecret } from './rotation-setting.ts';

const hourMs = 3_600_000;

describe('a rotated credential', () => {
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
    target = await startEmulatedInstance({ users: [{ name: 'ops', password: new Redacted(password) }] });
    secret = await RotatedSecret.create(app, target, { UserName: 'ops', Password: password });
    await secret.rotate('v2');
    await new TestEngine(app).workOnce();
  });
  afterEach(async () => {
    await target.stop();
    await app.database.dataSource.query('delete from kms_secrets');
  });

  /** Runs the check that is due and returns its state afterwards. */
  async function check(): Promise<string> {
    await app.get(CredentialWatch).checkNext(new AbortController().signal);
    const [row] = await app.database.dataSource.query('select state from kms_credential_checks');
    return row.state;
  }

  async function setPasswordByHand(): Promise<void> {
    const { instanceId } = secret;
    const input = new Redacted('ops:changed-by-hand\n');
    await app.get(CloudAssistant).run(rootCaller(app), { instanceId, script: 'chpasswd', input, timeoutMs: 10_000 });
  }

  it('is checked once more an hour later', async () => {
    expect(await check()).toBe('due');
    app.clock.advance(hourMs);
    expect(await check()).toBe('confirmed');
    expect(await secret.events()).toMatchObject([{ name: 'Secret:RotateSecret:Success' }]);
  });

  it('that the host then refuses raises one alarm; RotateSecret repairs it', async () => {
    await setPasswordByHand();
    app.clock.advance(hourMs);
    expect(await check()).toBe('refused');
    expect(await check()).toBe('refused');
    const failureInfo = { errorCode: 'CurrentRefused', errorMessage: expect.stringContaining('Call RotateSecret') };
    expect((await secret.events()).slice(1)).toMatchObject([
      { level: 'CRITICAL', name: 'Secret:CheckSecret:Failure', content: { failureInfo } },
    ]);
    expect((await secret.schedulePlan()).state).toBe('ok');
    await secret.rotate('v3');
    await new TestEngine(app).workOnce();
    expect(await secret.accepts(await secret.credential())).toBe(true);
    expect(await check()).toBe('due');
  });

  it('is checked again when the host does not answer', async () => {
    await target.powerOff();
    app.clock.advance(hourMs);
    expect(await check()).toBe('due');
    await target.powerOn();
    expect(await check()).toBe('due');
    app.clock.advance(hourMs);
    expect(await check()).toBe('confirmed');
  });

  it('is left alone while another rotation changes it', async () => {
    await secret.rotate('v3');
    app.clock.advance(hourMs);
    expect(await check()).toBe('due');
    await new TestEngine(app).workOnce();
    expect(await check()).toBe('due');
  });

  it('whose key is disabled is checked later', async () => {
    const KeyId = await secret.keyId();
    await app.pop('kms').request('DisableKey', { KeyId });
    app.clock.advance(hourMs);
    expect(await check()).toBe('due');
    await app.pop('kms').request('EnableKey', { KeyId });
    app.clock.advance(hourMs);
    expect(await check()).toBe('confirmed');
  });
});
