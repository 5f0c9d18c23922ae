import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { DatabaseUnavailable } from '../../src/database/database-unavailable.ts';
import { startEmulatedInstance, type EmulatedInstance } from '../../src/demo/emulated-instance.ts';
import { rotationLeaseMs } from '../../src/rotation/store/lease-keeper.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { useCheapCandidates } from './cheap-candidates.ts';
import { stopOwnEngine, TestEngine, type Interference } from './engine.ts';
import { RotatedSecret } from './rotation-setting.ts';

const graceMs = 60_000;
const theEnd = 'the end';

type Data = { UserName: string } & Record<string, string>;

/**
 * Numbers the calls of an engine. How often the lease keeper's own timer renews depends on the speed of the machine, so
 * that is not a step of a rotation. The renewal that a command asks for before it begins is one.
 */
function numbered(take: (step: number, name: string, call: () => unknown) => unknown): Interference {
  let steps = 0;
  let isRunning = false;
  return async (name, call) => {
    if (name === 'renew' && !isRunning) return call();
    steps += 1;
    if (name !== 'run') return take(steps, name, call);
    isRunning = true;
    return Promise.resolve(take(steps, name, call)).finally(() => (isRunning = false));
  };
}

/** Works on what is due with an engine whose `fatal`th call takes effect but fails. Returns that call's name. */
async function missAnswerAt(app: TestApplication, fatal: number): Promise<string> {
  let missed = theEnd;
  const missAnswer = numbered(async (step, name, call) => {
    const answer = await call();
    if (step !== fatal) return answer;
    missed = name;
    throw new DatabaseUnavailable(new Error('the connection ended before the answer'));
  });
  const engine = new TestEngine(app, missAnswer);
  await engine.workOnce().catch(() => undefined);
  return missed;
}

/** Works on what is due with an engine that dies before its `fatal`th call. Returns that call's name. */
async function dieAt(app: TestApplication, fatal: number): Promise<string> {
  let lastWords: (name: string) => void;
  const death = new Promise<string>((resolve) => (lastWords = resolve));
  const die = numbered((step, name, call) => {
    if (step < fatal) return call();
    lastWords(name);
    return new Promise(() => undefined);
  });
  const engine = new TestEngine(app, die);
  return Promise.race([engine.workOnce().then(() => theEnd), death]);
}

useCheapCandidates();

describe('a rotation whose process dies', () => {
  let app: TestApplication;
  let target: EmulatedInstance;
  /** What the target's accounts currently accept. */
  let live: { password: Data; keyPair: Data };

  beforeAll(async () => {
    app = await startTestApplication();
    await stopOwnEngine(app);
    const pair = await generateSshKeyPair('ed25519');
    const password = randomAlphanumeric(20);
    live = {
      password: { UserName: 'ops', Password: password },
      keyPair: { UserName: 'deploy', PublicKey: pair.publicKey, PrivateKey: pair.privateKey.reveal() },
    };
    target = await startEmulatedInstance({
      users: [
        { name: 'ops', password: new Redacted(password) },
        { name: 'deploy', authorizedKeys: [pair.publicKey] },
      ],
    });
  });
  afterAll(async () => {
    await target.stop();
    await app.stop();
  });

  /**
   * Runs one rotation after another. In each a process dies, one call later every time, be it in the rotation or in the
   * retirement of the former key. Ends with the first rotation in which none dies. Returns where they died.
   */
  async function dieEverywhere(kind: keyof typeof live, firstCall: number, endAt: typeof dieAt): Promise<string[]> {
    const deaths: string[] = [];
    for (let fatal = firstCall; deaths.at(-1) !== theEnd; fatal++) {
      const secret = await RotatedSecret.create(app, target, live[kind]);
      deaths.push(await dieAndResume(secret, fatal, endAt));
      live[kind] = JSON.parse((await secret.version()).SecretData);
    }
    return deaths;
  }

  async function dieAndResume(secret: RotatedSecret, fatal: number, endAt: typeof dieAt): Promise<string> {
    const first = await secret.credential();
    await secret.rotate('v2');
    const death = await endAt(app, fatal);
    const at = `died at call ${fatal}, ${death}`;
    expect([at, await secret.someStoredIsAccepted()]).toEqual([at, true]);
    app.clock.advance(rotationLeaseMs);
    await new TestEngine(app).workOnce();
    expect([at, (await secret.version()).VersionId]).toEqual([at, 'v2']);
    await dieWhileRetiring(secret, fatal, endAt);
    expect([at, (await secret.row()).phase]).toEqual([at, 'finished']);
    expect([at, await secret.accepts(await secret.credential())]).toEqual([at, true]);
    expect([at, await secret.accepts(first)]).toEqual([at, false]);
    return death;
  }

  async function dieWhileRetiring(secret: RotatedSecret, fatal: number, endAt: typeof dieAt): Promise<void> {
    if ((await secret.row()).phase !== 'retiring') return;
    app.clock.advance(graceMs);
    const at = `died at call ${fatal} of the retirement, ${await endAt(app, fatal)}`;
    expect([at, await secret.accepts(await secret.credential())]).toEqual([at, true]);
    app.clock.advance(rotationLeaseMs);
    await new TestEngine(app).workOnce();
  }

  it('is finished by another one wherever a password rotation stopped, and a stored value works at any time', async () => {
    const deaths = await dieEverywhere('password', 1, dieAt);
    for (const call of ['takeDue', 'prepare', 'enter', 'run', 'trust', 'promote']) expect(deaths).toContain(call);
  }, 180_000);

  // Until the candidate is stored, there is no difference from passwords.
  it('is finished by another one wherever a key rotation stopped, and a stored value works at any time', async () => {
    const deaths = await dieEverywhere('keyPair', 5, dieAt);
    for (const call of ['enter', 'run', 'trust', 'promote']) expect(deaths).toContain(call);
  }, 240_000);

  it('is finished whichever answer of the database or the host was lost', async () => {
    const losses = await dieEverywhere('keyPair', 4, missAnswerAt);
    for (const call of ['prepare', 'enter', 'run', 'trust', 'promote', 'record']) expect(losses).toContain(call);
  }, 240_000);
});
