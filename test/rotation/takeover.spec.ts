import { Redacted } from '../../src/common/redacted.ts';
import { AssistantUnavailable, CloudAssistant } from '../../src/ecs/ecs.api.ts';
import { RotationClaims } from '../../src/rotation/store/rotation-claims.ts';
import { RotationPhases } from '../../src/rotation/store/rotation-phases.ts';
import { rotationLeaseMs } from '../../src/rotation/store/lease-keeper.ts';
import { startTestApplication } from '../support/test-application.ts';
import { TestEngine, type Interference } from './engine.ts';
import { rootCaller } from './rotation-setting.ts';
import { setUpRotation } from './set-up-rotation.ts';

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
  const setting = setUpRotation();

  async function setPassword(text: string): Promise<void> {
    const { instanceId } = setting.secret;
    const input = new Redacted(`ops:${text}\n`);
    await setting.app
      .get(CloudAssistant)
      .run(rootCaller(setting.app), { instanceId, script: 'chpasswd', input, timeoutMs: 10_000 });
  }

  it('work on a rotation one at a time', async () => {
    await setting.secret.rotate('v2');
    const engines = Array.from({ length: 8 }, () => new TestEngine(setting.app));
    const worked = await Promise.all(engines.map((engine) => engine.workOnce()));
    expect(worked.filter(Boolean)).toHaveLength(1);
    expect(await setting.secret.accepts(await setting.secret.credential())).toBe(true);
  });

  it('take up what is due when their service starts', async () => {
    await setting.secret.rotate('v2');
    const other = await startTestApplication({ database: setting.app.database });
    await setting.secret.reaches('finished');
    await other.stop();
    expect(await setting.secret.version()).toMatchObject({ VersionId: 'v2' });
    expect(await setting.secret.accepts(await setting.secret.credential())).toBe(true);
  });

  it('take nothing over before the lease ends', async () => {
    await setting.secret.rotate('v2');
    const { interfere, reached, letGo } = holdAt('prepare');
    const first = new TestEngine(setting.app, interfere).workOnce();
    await reached;
    setting.app.clock.advance(rotationLeaseMs / 2);
    expect(await new TestEngine(setting.app).workOnce()).toBe(false);
    letGo();
    await first;
    expect(await setting.secret.version()).toMatchObject({ VersionId: 'v2' });
  });

  it.each(['prepare', 'enter', 'promote'])(
    'write nothing when they wake up in %s after another has taken over',
    async (call) => {
      await setting.secret.rotate('v2');
      const { interfere, reached, letGo } = holdAt(call);
      const sleeper = new TestEngine(setting.app, interfere).workOnce();
      await reached;
      setting.app.clock.advance(rotationLeaseMs);
      await new TestEngine(setting.app).workOnce();
      const finished = await setting.secret.credential();
      await setting.secret.rotate('v3');
      letGo();
      await sleeper;
      expect(await setting.secret.version()).toMatchObject({ VersionId: 'v2' });
      expect((await setting.secret.row()).phase).toBe('claimed');
      expect(await setting.secret.accepts(finished)).toBe(true);
      await new TestEngine(setting.app).workOnce();
      expect(await setting.secret.accepts(await setting.secret.credential())).toBe(true);
    },
  );

  it.each(['run', 'renew'])(
    'change nothing on the host when they wake up in %s after others have continued',
    async (call) => {
      await setting.secret.rotate('v2');
      const { interfere, reached, letGo } = holdAt(call);
      const sleeper = new TestEngine(setting.app, interfere).workOnce();
      await reached;
      setting.app.clock.advance(rotationLeaseMs);
      await new TestEngine(setting.app).workOnce();
      await setting.secret.rotate('v3');
      await new TestEngine(setting.app).workOnce();
      expect(await setting.secret.version()).toMatchObject({ VersionId: 'v3' });
      letGo();
      await sleeper;
      expect(await setting.secret.accepts(await setting.secret.credential())).toBe(true);
    },
  );

  it('check the host when an answer was lost, and do not change it again', async () => {
    await setting.secret.rotate('v2');
    let commands = 0;
    const forgetful: Interference = async (name, call) => {
      const answer = await call();
      if (name !== 'run') return answer;
      commands += 1;
      throw new AssistantUnavailable('unknown-outcome', 'the connection ended before the command did');
    };
    await new TestEngine(setting.app, forgetful).workOnce();
    expect(await setting.secret.row()).toMatchObject({ phase: 'applying', failure: 'unknown-outcome', failures: 1 });
    setting.app.clock.advance(1_000);
    await new TestEngine(setting.app, forgetful).workOnce();
    expect(commands).toBe(1);
    expect(await setting.secret.version()).toMatchObject({ VersionId: 'v2' });
    expect(await setting.secret.accepts(await setting.secret.credential())).toBe(true);
  });

  it('restore the host when it took the candidate but accepts no login with it', async () => {
    await setting.secret.rotate('v2');
    let commands = 0;
    const wrongHost: Interference = async (name, call) => {
      const answer = await call();
      if (name === 'run' && ++commands === 1) await setPassword('something else');
      return answer;
    };
    await new TestEngine(setting.app, wrongHost).workOnce();
    expect(await setting.secret.row()).toMatchObject({ phase: 'failed', failure: 'LoginRefused' });
    expect(await setting.secret.version()).toMatchObject({ VersionId: 'v1' });
    expect(await setting.secret.accepts(await setting.secret.credential())).toBe(true);
    expect(await setting.secret.pending()).toBeUndefined();
  });

  it('keep both values as long as a host that may have changed does not answer', async () => {
    await setting.secret.rotate('v2');
    const gone: Interference = async (name, call) => {
      const answer = await call();
      if (name === 'run') await setting.target.powerOff();
      return answer;
    };
    await new TestEngine(setting.app, gone).workOnce();
    for (let attempt = 0; attempt < 10; attempt++) {
      setting.app.clock.advance(600_000);
      await new TestEngine(setting.app).workOnce();
    }
    expect(await setting.secret.row()).toMatchObject({ phase: 'applying', failures: 11 });
    expect(await setting.secret.version()).toMatchObject({ VersionId: 'v1' });
    await setting.target.powerOn();
    setting.app.clock.advance(600_000);
    await new TestEngine(setting.app).workOnce();
    expect(await setting.secret.version()).toMatchObject({ VersionId: 'v2' });
    expect(await setting.secret.accepts(await setting.secret.credential())).toBe(true);
  });

  it('give up after six attempts when the host never received the candidate', async () => {
    await setting.target.powerOff();
    await setting.secret.rotate('v2');
    for (let attempt = 0; attempt < 6; attempt++) {
      await new TestEngine(setting.app).workOnce();
      setting.app.clock.advance(600_000);
    }
    expect(await setting.secret.row()).toMatchObject({ phase: 'failed', failure: 'unreachable' });
    expect(await setting.secret.pending()).toBeUndefined();
    await setting.target.powerOn();
    expect(await setting.secret.accepts(await setting.secret.credential())).toBe(true);
  });

  it('send nothing to a host whose key has changed', async () => {
    await setting.secret.rotate('v2');
    await new TestEngine(setting.app).workOnce();
    await setting.target.replaceHostKeys();
    await setting.secret.rotate('v3');
    await new TestEngine(setting.app).workOnce();
    expect(await setting.secret.row()).toMatchObject({ phase: 'prepared', failure: 'host-key' });
    expect(await setting.secret.version()).toMatchObject({ VersionId: 'v2' });
  });

  it('see no candidate but that of their own rotation', async () => {
    await setting.secret.rotate('v2');
    const sleeper = await setting.app.get(RotationClaims).takeDue(rotationLeaseMs);
    setting.app.clock.advance(rotationLeaseMs);
    await new TestEngine(setting.app).workOnce();
    await setting.secret.rotate('v3');
    const { interfere, reached, letGo } = holdAt('enter');
    const other = new TestEngine(setting.app, interfere).workOnce();
    await reached;
    const seen = await setting.app.get(RotationPhases).credentials(sleeper!);
    letGo();
    await other;
    expect(seen.candidate).toBeUndefined();
    expect(await setting.secret.version()).toMatchObject({ VersionId: 'v3' });
  });
});
