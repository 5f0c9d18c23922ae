import { startEmulatedInstance, type EmulatedInstance } from '../../src/demo/emulated-instance.ts';
import { generateSshKeyPair, type SshKeyPair } from '../../src/ssh/keys.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { stopOwnEngine, TestEngine } from './engine.ts';
import { credentialOf, RotatedSecret } from './rotation-setting.ts';

const graceMs = 60_000;

describe('the former key', () => {
  let app: TestApplication;
  let target: EmulatedInstance;
  let firstPair: SshKeyPair;
  let secret: RotatedSecret;

  beforeAll(async () => {
    app = await startTestApplication();
    await stopOwnEngine(app);
    firstPair = await generateSshKeyPair('ed25519', 'first');
  });
  afterAll(() => app.stop());

  const first = () => ({
    UserName: 'deploy',
    PublicKey: firstPair.publicKey,
    PrivateKey: firstPair.privateKey.reveal(),
  });

  beforeEach(async () => {
    target = await startEmulatedInstance({ users: [{ name: 'deploy', authorizedKeys: [firstPair.publicKey] }] });
    secret = await RotatedSecret.create(app, target, first());
    await secret.rotate('v2');
    await new TestEngine(app).workOnce();
    app.clock.advance(graceMs);
  });
  afterEach(async () => {
    await target.stop();
    await app.database.dataSource.query('delete from kms_rotations');
  });

  async function setKey(action: 'EnableKey' | 'DisableKey'): Promise<void> {
    await app.pop('kms').request(action, { KeyId: await secret.keyId() });
  }

  it('is removed after its grace period even if the KMS key is then disabled', async () => {
    await setKey('DisableKey');
    for (let attempt = 0; attempt < 10; attempt++) {
      await new TestEngine(app).workOnce();
      app.clock.advance(600_000);
    }
    expect(await secret.row()).toEqual({ phase: 'retiring', failure: 'Rejected.Disabled', failures: 10 });
    expect(await secret.accepts(credentialOf(first()))).toBe(true);

    await setKey('EnableKey');
    await new TestEngine(app).workOnce();
    expect(await secret.row()).toMatchObject({ phase: 'finished' });
    expect(await secret.accepts(credentialOf(first()))).toBe(false);
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });
});
