import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { startEmulatedInstance, type EmulatedInstance } from '../../src/demo/emulated-instance.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { stopOwnEngine } from './engine.ts';
import { RotatedSecret } from './rotation-setting.ts';

/** What a spec of the engine begins with. `target` and `secret` are there from each test's own `beforeEach` on. */
export interface RotationSetting {
  /** The service. Its own engine has stopped, so only the engines of the test take rotations. */
  readonly app: TestApplication;
  /** A server with the account `ops`. */
  readonly target: EmulatedInstance;
  /** The secret of `ops`. */
  readonly secret: RotatedSecret;
  /** The first password of `ops`. */
  readonly password: string;
}

/** Starts one service for all tests of a file, and for each test a server of its own. */
export function setUpRotation({ sudo = false } = {}): RotationSetting {
  const password = randomAlphanumeric(20);
  const setting = { password } as { -readonly [Name in keyof RotationSetting]: RotationSetting[Name] };

  beforeAll(async () => {
    setting.app = await startTestApplication();
    await stopOwnEngine(setting.app);
  });
  afterAll(() => setting.app.stop());

  beforeEach(async () => {
    const { app } = setting;
    const KeyId = (await app.pop('kms').request('CreateKey'))['KeyMetadata'].KeyId as string;
    setting.target = await startEmulatedInstance({ users: [{ name: 'ops', password: new Redacted(password), sudo }] });
    const data = { UserName: 'ops', Password: password };
    setting.secret = await RotatedSecret.create(app, setting.target, data, { keyId: KeyId });
  });
  // The next test would take what is left.
  afterEach(async () => {
    await setting.target.stop();
    await setting.app.database.dataSource.query('delete from kms_rotations');
    await setting.app.database.dataSource.query('delete from kms_secrets');
  });

  return setting;
}
