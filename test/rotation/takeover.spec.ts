import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { startEmulatedInstance, type EmulatedInstance } from '../../src/demo/emulated-instance.ts';
import { AssistantUnavailable, CloudAssistant } from '../../src/ecs/ecs.api.ts';
import { RotationClaims } from '../../src/rotation/store/rotation-claims.ts';
import { RotationPhases } from '../../src/rotation/store/rotation-phases.ts';
import { rotationLeaseMs } from '../../src/rotation/store/lease-keeper.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { stopOwnEngine, TestEngine, type Interference } from './engine.ts';
import { rootCaller, RotatedSecret } from './rotation-setting.ts';

/** Holds the first call of a name until `letGo` is called. `reached` resolves when the call is there. */
function holdAt(wanted: string): { interfere: Interference; reached: Promise<void>; letGo: () => void } {
  let letGo = (): void => undefined;
  let arrive = (): void => undefined;
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const interfere: Interference = (name, call) => {
    if (name !== wanted) return call();
    arrive();
    return held.then(call);
  };
  return { interfere, reached, letGo };
}

describe('engines that share a database', () => {
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
  });
  // The next test would take what is left.
  afterEach(async () => {
    await target.stop();
    await app.database.dataSource.query('delete from kms_rotations');
  });

  async function setPassword(text: string): Promise<void> {
    const { instanceId } = secret;
    const input = new Redacted(`ops:${text}\n`);
    await app.get(CloudAssistant).run(rootCaller(app), { instanceId, script: 'chpasswd', input, timeoutMs: 10_000 });
  }

  it('work on a rotation one at a time', async () => {
    await secret.rotate('v2');
    const engines = Array.from({ length: 8 }, () => new TestEngine(app));
    const worked = await Promise.all(engines.map((engine) => engine.workOnce()));
    expect(worked.filter(Boolean)).toHaveLength(1);
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('take up what is due when their service starts', async () => {
    await secret.rotate('v2');
    const other = await startTestApplication({ database: app.database });
    await secret.reaches('finished');
    await other.stop();
    expect(await secret.version()).toMatchObject({ VersionId: 'v2' });
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('take nothing over before the lease ends', async () => {
    await secret.rotate('v2');
    const { interfere, reached, letGo } = holdAt('prepare');
    const first = new TestEngine(app, interfere).workOnce();
    await reached;
    app.clock.advance(rotationLeaseMs / 2);
    expect(await new TestEngine(app).workOnce()).toBe(false);
    letGo();
    await first;
    expect(await secret.version()).toMatchObject({ VersionId: 'v2' });
  });

  it.each(['prepare', 'enter', 'promote'])(
    'let no engine write that wakes up in %s after another one took over',
    async (call) => {
      await secret.rotate('v2');
      const { interfere, reached, letGo } = holdAt(call);
      const sleeper = new TestEngine(app, interfere).workOnce();
      await reached;
      app.clock.advance(rotationLeaseMs);
      await new TestEngine(app).workOnce();
      const finished = await secret.credential();
      await secret.rotate('v3');
      letGo();
      await sleeper;
      expect(await secret.version()).toMatchObject({ VersionId: 'v2' });
      expect((await secret.row()).phase).toBe('claimed');
      expect(await secret.accepts(finished)).toBe(true);
      await new TestEngine(app).workOnce();
      expect(await secret.accepts(await secret.credential())).toBe(true);
    },
  );

  it.each(['run', 'renew'])(
    'let no engine change the host that wakes up in %s after others continued',
    async (call) => {
      await secret.rotate('v2');
      const { interfere, reached, letGo } = holdAt(call);
      const sleeper = new TestEngine(app, interfere).workOnce();
      await reached;
      app.clock.advance(rotationLeaseMs);
      await new TestEngine(app).workOnce();
      await secret.rotate('v3');
      await new TestEngine(app).workOnce();
      expect(await secret.version()).toMatchObject({ VersionId: 'v3' });
      letGo();
      await sleeper;
      expect(await secret.accepts(await secret.credential())).toBe(true);
    },
  );

  it('check the host when an answer was lost, and do not change it again', async () => {
    await secret.rotate('v2');
    let commands = 0;
    const forgetful: Interference = async (name, call) => {
      const answer = await call();
      if (name !== 'run') return answer;
      commands += 1;
      throw new AssistantUnavailable('unknown-outcome', 'the connection ended before the command did');
    };
    await new TestEngine(app, forgetful).workOnce();
    expect(await secret.row()).toMatchObject({ phase: 'applying', failure: 'unknown-outcome', failures: 1 });
    app.clock.advance(1_000);
    await new TestEngine(app, forgetful).workOnce();
    expect(commands).toBe(1);
    expect(await secret.version()).toMatchObject({ VersionId: 'v2' });
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('restore the host when it took the candidate but accepts no login with it', async () => {
    await secret.rotate('v2');
    let commands = 0;
    const wrongHost: Interference = async (name, call) => {
      const answer = await call();
      if (name === 'run' && ++commands === 1) await setPassword('something else');
      return answer;
    };
    await new TestEngine(app, wrongHost).workOnce();
    expect(await secret.row()).toMatchObject({ phase: 'failed', failure: 'LoginRefused' });
    expect(await secret.version()).toMatchObject({ VersionId: 'v1' });
    expect(await secret.accepts(await secret.credential())).toBe(true);
    expect(await secret.pending()).toBeUndefined();
  });

  it('keep both values as long as a host that may have changed does not answer', async () => {
    await secret.rotate('v2');
    const gone: Interference = async (name, call) => {
      const answer = await call();
      if (name === 'run') await target.powerOff();
      return answer;
    };
    await new TestEngine(app, gone).workOnce();
    for (let attempt = 0; attempt < 10; attempt++) {
      app.clock.advance(600_000);
      await new TestEngine(app).workOnce();
    }
    expect(await secret.row()).toMatchObject({ phase: 'applying', failures: 11 });
    expect(await secret.version()).toMatchObject({ VersionId: 'v1' });
    await target.powerOn();
    app.clock.advance(600_000);
    await new TestEngine(app).workOnce();
    expect(await secret.version()).toMatchObject({ VersionId: 'v2' });
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('give up after six attempts when the host never received the candidate', async () => {
    await target.powerOff();
    await secret.rotate('v2');
    for (let attempt = 0; attempt < 6; attempt++) {
      await new TestEngine(app).workOnce();
      app.clock.advance(600_000);
    }
    expect(await secret.row()).toMatchObject({ phase: 'failed', failure: 'unreachable' });
    expect(await secret.pending()).toBeUndefined();
    await target.powerOn();
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('send nothing to a host whose key has changed', async () => {
    await secret.rotate('v2');
    await new TestEngine(app).workOnce();
    await target.replaceHostKeys();
    await secret.rotate('v3');
    await new TestEngine(app).workOnce();
    expect(await secret.row()).toMatchObject({ phase: 'prepared', failure: 'host-key' });
    expect(await secret.version()).toMatchObject({ VersionId: 'v2' });
  });

  it('see no candidate but that of their own rotation', async () => {
    await secret.rotate('v2');
    const sleeper = await app.get(RotationClaims).takeDue(rotationLeaseMs);
    app.clock.advance(rotationLeaseMs);
    await new TestEngine(app).workOnce();
    await secret.rotate('v3');
    const { interfere, reached, letGo } = holdAt('enter');
    const other = new TestEngine(app, interfere).workOnce();
    await reached;
    const seen = await app.get(RotationPhases).credentials(sleeper!);
    letGo();
    await other;
    expect(seen.candidate).toBeUndefined();
    expect(await secret.version()).toMatchObject({ VersionId: 'v3' });
  });
});
