import { Redacted } from '../../src/common/redacted.ts';
import { CloudAssistant } from '../../src/ecs/ecs.api.ts';
import { CredentialWatch } from '../../src/rotation/engine/credential-watch.ts';
import { TestEngine } from './engine.ts';
import { rootCaller } from './rotation-setting.ts';
import { setUpRotation } from './set-up-rotation.ts';

const hourMs = 3_600_000;

describe('a rotated credential', () => {
  const setting = setUpRotation();

  beforeEach(async () => {
    await setting.secret.rotate('v2');
    await new TestEngine(setting.app).workOnce();
  });

  /** Runs the check that is due and returns its state afterwards. */
  async function check(): Promise<string> {
    await setting.app.get(CredentialWatch).checkNext(new AbortController().signal);
    const [row] = await setting.app.database.dataSource.query('select state from kms_credential_checks');
    return row.state;
  }

  async function setPasswordByHand(): Promise<void> {
    const { instanceId } = setting.secret;
    const input = new Redacted('ops:changed-by-hand\n');
    await setting.app
      .get(CloudAssistant)
      .run(rootCaller(setting.app), { instanceId, script: 'chpasswd', input, timeoutMs: 10_000 });
  }

  it('is checked once more an hour later', async () => {
    expect(await check()).toBe('due');
    setting.app.clock.advance(hourMs);
    expect(await check()).toBe('confirmed');
    expect(await setting.secret.events()).toMatchObject([{ name: 'Secret:RotateSecret:Success' }]);
  });

  it('that the host then refuses raises one alarm; RotateSecret repairs it', async () => {
    await setPasswordByHand();
    setting.app.clock.advance(hourMs);
    expect(await check()).toBe('refused');
    expect(await check()).toBe('refused');
    const failureInfo = { errorCode: 'CurrentRefused', errorMessage: expect.stringContaining('Call RotateSecret') };
    expect((await setting.secret.events()).slice(1)).toMatchObject([
      { level: 'CRITICAL', name: 'Secret:CheckSecret:Failure', content: { failureInfo } },
    ]);
    expect((await setting.secret.schedulePlan()).state).toBe('ok');
    await setting.secret.rotate('v3');
    await new TestEngine(setting.app).workOnce();
    expect(await setting.secret.accepts(await setting.secret.credential())).toBe(true);
    expect(await check()).toBe('due');
  });

  it('is checked again when the host does not answer', async () => {
    await setting.target.powerOff();
    setting.app.clock.advance(hourMs);
    expect(await check()).toBe('due');
    await setting.target.powerOn();
    expect(await check()).toBe('due');
    setting.app.clock.advance(hourMs);
    expect(await check()).toBe('confirmed');
  });

  it('is left alone while another rotation changes it', async () => {
    await setting.secret.rotate('v3');
    setting.app.clock.advance(hourMs);
    expect(await check()).toBe('due');
    await new TestEngine(setting.app).workOnce();
    expect(await check()).toBe('due');
  });

  it('whose key is disabled is checked later', async () => {
    const KeyId = await setting.secret.keyId();
    await setting.app.pop('kms').request('DisableKey', { KeyId });
    setting.app.clock.advance(hourMs);
    expect(await check()).toBe('due');
    await setting.app.pop('kms').request('EnableKey', { KeyId });
    setting.app.clock.advance(hourMs);
    expect(await check()).toBe('confirmed');
  });
});
