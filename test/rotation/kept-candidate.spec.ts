import { startEmulatedInstance, type EmulatedInstance } from '../../src/demo/emulated-instance.ts';
import type { AssistantResult, Instance } from '../../src/ecs/ecs.api.ts';
import { parkedRetryMs } from '../../src/rotation/engine/judge-failure.ts';
import { TestEngine, type Interference } from './engine.ts';
import { setUpRotation } from './set-up-rotation.ts';

/** What the host makes of each script of the engine, in order; the last answer repeats. */
type Answer = 'done' | 'refused' | 'pretended';

const passwordRefused: AssistantResult = { exitCode: 82, stdout: '', stderr: '', droppedBytes: 0 };

describe('the candidate of a rotation', () => {
  const setting = setUpRotation();
  /** A server that lets nobody in. */
  let closedInstance: EmulatedInstance;

  beforeAll(async () => {
    closedInstance = await startEmulatedInstance({ users: [] });
  });
  afterAll(() => closedInstance.stop());
  beforeEach(() => setting.secret.rotate('v2'));

  /** The host gives these answers to scripts and lets only administrators log in. */
  function lockedHost(...answers: Answer[]): Interference {
    return async (name, call) => {
      if (name === 'find') return onClosedInstance(await call());
      if (name !== 'run') return call();
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer === 'refused') return passwordRefused;
      return answer === 'done' ? call() : { ...passwordRefused, exitCode: 0 };
    };
  }

  function onClosedInstance(found: unknown): unknown {
    return isInstance(found) ? { ...found, port: closedInstance.port } : found;
  }

  async function workOnce(interfere?: Interference): Promise<void> {
    expect(await new TestEngine(setting.app, interfere).workOnce()).toBe(true);
  }

  it('stays when the host accepted it, no login proves it, and the former value cannot be restored', async () => {
    await workOnce(lockedHost('done', 'refused'));
    expect(await setting.secret.row()).toEqual({ phase: 'applying', failure: 'LoginRefused', failures: 1 });
    expect(await setting.secret.accepts(await setting.secret.credential())).toBe(false);
    expect(await setting.secret.accepts((await setting.secret.pending())!)).toBe(true);

    setting.app.clock.advance(parkedRetryMs);
    await workOnce();
    expect(await setting.secret.version()).toMatchObject({ VersionId: 'v2' });
    expect(await setting.secret.accepts(await setting.secret.credential())).toBe(true);
  });

  it('stays when the host claims that the former value was restored, but no login proves it', async () => {
    await workOnce(lockedHost('done', 'pretended'));
    expect(await setting.secret.row()).toEqual({ phase: 'applying', failure: 'LoginRefused', failures: 1 });
    expect(await setting.secret.accepts((await setting.secret.pending())!)).toBe(true);

    setting.app.clock.advance(parkedRetryMs);
    await workOnce();
    expect(await setting.secret.version()).toMatchObject({ VersionId: 'v2' });
    expect(await setting.secret.accepts(await setting.secret.credential())).toBe(true);
  });

  it('stays however often such a host refuses it, since it refuses even what it has', async () => {
    await workOnce(lockedHost('done', 'refused'));
    for (let attempt = 0; attempt < 10; attempt++) {
      setting.app.clock.advance(parkedRetryMs);
      await workOnce(lockedHost('refused'));
    }
    expect(await setting.secret.row()).toMatchObject({ phase: 'applying', failures: 11 });
    expect(await setting.secret.accepts((await setting.secret.pending())!)).toBe(true);
  });

  it('is then tried rarely, so that failed logins lock no account', async () => {
    await workOnce(lockedHost('done', 'refused'));
    setting.app.clock.advance(parkedRetryMs - 60_000);
    expect(await new TestEngine(setting.app).workOnce()).toBe(false);
  });

  it('is retried immediately when somebody requests a rotation, with the usual answer, then not within the next minute', async () => {
    await workOnce(lockedHost('done', 'refused'));
    await expect(setting.secret.rotate('v3')).rejects.toMatchObject({ code: 'Rejected.RotationInProgress' });
    await workOnce(lockedHost('refused'));
    expect(await setting.secret.row()).toMatchObject({ phase: 'applying', failures: 2 });

    await setting.secret.rotate('v2');
    expect(await new TestEngine(setting.app).workOnce()).toBe(false);
    setting.app.clock.advance(60_000);
    expect(await new TestEngine(setting.app).workOnce()).toBe(false);
    await setting.secret.rotate('v2');
    await workOnce();
    expect(await setting.secret.version()).toMatchObject({ VersionId: 'v2' });
    expect(await setting.secret.accepts(await setting.secret.credential())).toBe(true);
  });

  it('is left to the process that works on it, and to the grace period of a key', async () => {
    const dueAt = async () => (await rowsOf('due_at'))[0]?.due_at;
    const rowsOf = (column: string): Promise<Record<string, unknown>[]> =>
      setting.app.database.dataSource.query(`select ${column} from kms_rotations`);
    const set = (values: string) => setting.app.database.dataSource.query(`update kms_rotations set ${values}`);
    await set(`failures = 1, due_at = now() + interval '1 hour', lease_until = now() + interval '1 minute'`);
    const inHand = await dueAt();
    await setting.secret.rotate('v2');
    expect(await dueAt()).toEqual(inHand);
    await set(`phase = 'retiring', remainder = 'key', failures = 0, lease_until = null`);
    await setting.secret.rotate('v2');
    expect(await dueAt()).toEqual(inHand);
  });

  it('is discarded when the former value proves to work', async () => {
    await workOnce(lockedHost('pretended', 'refused'));
    setting.app.clock.advance(parkedRetryMs);
    await workOnce((name, call) => (name === 'run' ? passwordRefused : call()));
    expect(await setting.secret.row()).toMatchObject({ phase: 'failed', failure: 'PasswordRefused' });
    expect(await setting.secret.pending()).toBeUndefined();
    expect(await setting.secret.accepts(await setting.secret.credential())).toBe(true);
  });

  it('is discarded when the host refused it from the start', async () => {
    await workOnce(lockedHost('refused'));
    expect(await setting.secret.row()).toMatchObject({ phase: 'failed', failure: 'PasswordRefused' });
    expect(await setting.secret.pending()).toBeUndefined();
  });

  it('stays when the server is taken out of the inventory after it may have changed, and is found when it is registered again', async () => {
    const changed = new Promise<void>((resolve) => {
      const dies: Interference = async (name, call) => {
        const answer = await call();
        if (name !== 'run') return answer;
        resolve();
        return new Promise(() => undefined);
      };
      void new TestEngine(setting.app, dies).workOnce();
    });
    await changed;
    await setting.app.pop('ecs').request('DeleteInstance', { InstanceId: setting.secret.instanceId });
    for (let attempt = 0; attempt < 10; attempt++) {
      setting.app.clock.advance(600_000);
      await workOnce();
    }
    expect(await setting.secret.row()).toEqual({ phase: 'applying', failure: 'no-instance', failures: 10 });
    expect(await setting.secret.accepts(await setting.secret.credential())).toBe(false);
    expect(await setting.secret.accepts((await setting.secret.pending())!)).toBe(true);

    await setting.secret.registerAgain();
    setting.app.clock.advance(600_000);
    await workOnce();
    expect(await setting.secret.version()).toMatchObject({ VersionId: 'v2' });
    expect(await setting.secret.accepts(await setting.secret.credential())).toBe(true);
  });
});

function isInstance(found: unknown): found is Instance {
  return typeof found === 'object' && found !== null && 'instanceId' in found;
}
