import { startEmulatedInstance, type EmulatedInstance } from '../../src/demo/emulated-instance.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { stopOwnEngine, TestEngine, type Interference } from './engine.ts';
import { RotatedSecret } from './rotation-setting.ts';

/** The numbers of the scripts with which the engine changes the host. */
const [added, removed] = [1, 2];

describe('the candidate of a failed key rotation', () => {
  let app: TestApplication;
  let target: EmulatedInstance;
  /** A server that lets nobody in. */
  let closedInstance: EmulatedInstance;

  beforeAll(async () => {
    app = await startTestApplication();
    await stopOwnEngine(app);
    closedInstance = await startEmulatedInstance({ users: [] });
  });
  afterAll(async () => {
    await closedInstance.stop();
    await app.stop();
  });
  afterEach(() => target.stop());

  /** The host accepts the candidate, but nobody can log in with it. Its removal `isDone` or only reported as done. */
  function failing(isDone: boolean): Interference {
    let scripts = 0;
    return async (name, call) => {
      if (name === 'find' && scripts === added) return { ...((await call()) as object), port: closedInstance.port };
      if (name !== 'run') return call();
      scripts += 1;
      return scripts === removed && !isDone ? { exitCode: 0, stdout: '', stderr: '', droppedBytes: 0 } : call();
    };
  }

  it.each([
    ['is reported when the server accepts it anyway', false, ['CandidateAccepted', 'LoginRefused']],
    ['needs nobody when it was removed', true, ['LoginRefused']],
  ])('%s', async (_, isDone, codes) => {
    const pair = await generateSshKeyPair('ed25519');
    target = await startEmulatedInstance({ users: [{ name: 'deploy', authorizedKeys: [pair.publicKey] }] });
    const data = { UserName: 'deploy', PublicKey: pair.publicKey, PrivateKey: pair.privateKey.reveal() };
    const secret = await RotatedSecret.create(app, target, data);
    await secret.rotate('v2');
    await new TestEngine(app, failing(isDone)).workOnce();
    expect(await secret.row()).toMatchObject({ phase: 'failed', failure: 'LoginRefused' });
    const failures = codes.map((errorCode) => ({ level: 'CRITICAL', content: { failureInfo: { errorCode } } }));
    expect(await secret.events()).toMatchObject(failures);
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });
});
