import { randomBytes } from 'node:crypto';
import { Redacted } from '../../src/common/redacted.ts';
import { CredentialWatch } from '../../src/rotation/engine/credential-watch.ts';
import { rotationLeaseMs } from '../../src/rotation/store/lease-keeper.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import {
  startEmulatedWindowsInstance,
  type EmulatedWindowsInstance,
  type EmulatedWindowsOptions,
} from '../emulated-windows/emulated-windows-instance.ts';
import { refusal } from '../support/api-clients.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { stopOwnEngine, TestEngine } from './engine.ts';
import { credentialOf, RotatedSecret } from './rotation-setting.ts';

describe('a rotation on an emulated Windows instance', () => {
  // Hexadecimal, because Windows takes no password that holds its user's name.
  const firstPassword = `${randomBytes(10).toString('hex')}aA1`;
  const ofAdministrator = { UserName: 'Administrator', Password: firstPassword };
  let app: TestApplication;
  let target: EmulatedWindowsInstance;

  beforeAll(async () => {
    app = await startTestApplication();
    await stopOwnEngine(app);
  });
  afterAll(() => app.stop());
  // The next test would take what is left.
  afterEach(async () => {
    await target.stop();
    await app.database.dataSource.query('delete from kms_rotations');
    await app.database.dataSource.query('delete from kms_secrets');
  });

  async function start(options: Partial<EmulatedWindowsOptions> = {}): Promise<void> {
    const password = new Redacted(firstPassword);
    const users = [
      { name: 'Administrator', password },
      { name: 'ops', password },
      { name: 'deputy', password, administrator: true },
    ];
    target = await startEmulatedWindowsInstance({ users, ...options });
  }

  async function rotated(secret: RotatedSecret, versionId: string): Promise<void> {
    await secret.rotate(versionId);
    await workOnce();
    expect(await secret.row()).toMatchObject({ phase: 'finished' });
  }

  async function workOnce(): Promise<void> {
    expect(await new TestEngine(app).workOnce()).toBe(true);
  }

  /** What a rotation leaves behind after one attempt. */
  async function endOf(secret: RotatedSecret): Promise<Record<string, unknown>> {
    await secret.rotate('v2');
    await workOnce();
    const { phase, failure } = await secret.row();
    const { VersionId: current } = await secret.version();
    return { phase, failure, current, pending: await secret.pending() };
  }

  const unchanged = (failure: string) => ({ phase: 'failed', failure, current: 'v1', pending: undefined });

  it('brings a new password to Administrator; the former one is refused and shows as ACSPrevious', async () => {
    await start();
    const secret = await RotatedSecret.create(app, target, ofAdministrator);
    await rotated(secret, 'v2');
    expect(await secret.version()).toMatchObject({ VersionId: 'v2' });
    expect(await secret.accepts(await secret.credential())).toBe(true);
    expect(await secret.version('ACSPrevious')).toMatchObject({
      VersionId: 'v1',
      SecretData: JSON.stringify(ofAdministrator),
    });
    expect(await secret.accepts(credentialOf(ofAdministrator))).toBe(false);
  });

  it('does so for other users as well, again and again', async () => {
    await start();
    const secret = await RotatedSecret.create(app, target, { UserName: 'ops', Password: firstPassword });
    await rotated(secret, 'v2');
    const second = await secret.credential();
    await rotated(secret, 'v3');
    expect(await secret.accepts(await secret.credential())).toBe(true);
    expect(await secret.accepts(second)).toBe(false);
  });

  it('shows no password in a command line', async () => {
    await start();
    const secret = await RotatedSecret.create(app, target, ofAdministrator);
    await rotated(secret, 'v2');
    const current = (await secret.credential()).password!.reveal();
    const shown = target.commandLines.flatMap((line) => [line, decoded(line)]);
    expect(shown).toHaveLength(2);
    for (const password of [current, firstPassword]) {
      for (const form of formsOf(password)) expect(shown.join('\n')).not.toContain(form);
    }
  });

  it('repairs a wrong initial value through the management credential', async () => {
    await start();
    const wrong = { UserName: 'Administrator', Password: 'never-was-right' };
    const secret = await RotatedSecret.create(app, target, wrong);
    await rotated(secret, 'v2');
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('goes through the password itself once it has changed the management credential', async () => {
    await start();
    const secret = await RotatedSecret.create(app, target, ofAdministrator, { management: 'own' });
    await rotated(secret, 'v2');
    await rotated(secret, 'v3');
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('needs no management credential for an administrator', async () => {
    await start();
    const data = { UserName: 'deputy', Password: firstPassword };
    const secret = await RotatedSecret.create(app, target, data, { management: 'none' });
    await rotated(secret, 'v2');
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  describe('leaves the secret as it was', () => {
    it('when a user who is no administrator would have to change the own password', async () => {
      await start();
      const data = { UserName: 'ops', Password: firstPassword };
      const secret = await RotatedSecret.create(app, target, data, { management: 'none' });
      expect(await endOf(secret)).toEqual(unchanged('NotAdministrator'));
      expect(await secret.accepts(await secret.credential())).toBe(true);
    });

    it('when Windows denies it', async () => {
      await start();
      target.failNext('access-denied');
      const secret = await RotatedSecret.create(app, target, ofAdministrator);
      expect(await endOf(secret)).toEqual(unchanged('NotAdministrator'));
      expect(await secret.accepts(await secret.credential())).toBe(true);
    });

    it('when the password is too weak for the policy', async () => {
      await start({ policy: { minimumLength: 40 } });
      const secret = await RotatedSecret.create(app, target, ofAdministrator);
      expect(await endOf(secret)).toEqual(unchanged('PasswordRefused'));
      expect(await secret.accepts(await secret.credential())).toBe(true);
    });

    it('when Windows said that it was done, and it was not', async () => {
      await start();
      target.failNext('no-effect');
      const secret = await RotatedSecret.create(app, target, ofAdministrator);
      expect(await endOf(secret)).toEqual(unchanged('LoginRefused'));
      expect(await secret.accepts(await secret.credential())).toBe(true);
    });

    it('when there is no such user', async () => {
      await start();
      const secret = await RotatedSecret.create(app, target, { UserName: 'nobody-here', Password: 'x' });
      expect(await endOf(secret)).toEqual(unchanged('NoSuchUser'));
    });

    it('when its instance has become a Windows and it is a key pair', async () => {
      await start();
      const pair = await generateSshKeyPair('ed25519');
      const linux = Object.assign(Object.create(target) as EmulatedWindowsInstance, { osType: 'Linux' });
      const data = { UserName: 'ops', PublicKey: pair.publicKey, PrivateKey: pair.privateKey.reveal() };
      const secret = await RotatedSecret.create(app, linux, data);
      await app.database.dataSource.query(`update ecs_instances set os_type = 'Windows' where instance_id = $1`, [
        secret.instanceId,
      ]);
      expect(await endOf(secret)).toEqual(unchanged('NoKeysOnWindows'));
      expect(target.commandLines).toEqual([]);
    });
  });

  it('leaves a password that an administrator sets meanwhile, and the event says so', async () => {
    await start();
    const secret = await RotatedSecret.create(app, target, ofAdministrator);
    await secret.rotate('v2');
    const others = new Redacted('some-other-Passw0rd');
    let commands = 0;
    const engine = new TestEngine(app, async (name, call) => {
      const answer = await call();
      if (name === 'run' && ++commands === 1) target.setPassword('Administrator', others);
      return answer;
    });
    await engine.workOnce();
    expect(await secret.row()).toMatchObject({ phase: 'failed', failure: 'ChangedMeanwhile' });
    expect(await secret.accepts({ userName: 'Administrator', password: others })).toBe(true);
    expect(await secret.events()).toMatchObject([{ content: { failureInfo: { errorCode: 'ChangedMeanwhile' } } }]);
  });

  it.each([
    ['is disabled', { enabled: false }, 'AccountDisabled'],
    ['has expired', { accountExpires: new Date(0) }, 'AccountExpired'],
  ])('refuses a user who %s, and the check an hour later says so', async (_, state, failure) => {
    await start();
    const secret = await RotatedSecret.create(app, target, { UserName: 'ops', Password: firstPassword });
    await rotated(secret, 'v2');
    target.changeUser('ops', state);
    await secret.rotate('v3');
    await workOnce();
    expect(await secret.row()).toMatchObject({ phase: 'failed', failure });
    app.clock.advance(3_600_000);
    await app.get(CredentialWatch).checkNext(new AbortController().signal);
    expect(await secret.events()).toMatchObject([
      { level: 'INFO' },
      { name: 'Secret:RotateSecret:Failure', content: { failureInfo: { errorCode: failure } } },
      { name: 'Secret:CheckSecret:Failure', content: { failureInfo: { errorCode: failure } } },
    ]);
    target.changeUser('ops', { enabled: true, accountExpires: undefined });
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('puts the former value back where a user was disabled meanwhile, and leaves the user disabled', async () => {
    await start();
    const secret = await RotatedSecret.create(app, target, { UserName: 'ops', Password: firstPassword });
    await secret.rotate('v2');
    let commands = 0;
    const engine = new TestEngine(app, async (name, call) => {
      const answer = await call();
      if (name === 'run' && ++commands === 1) target.changeUser('ops', { enabled: false });
      return answer;
    });
    await engine.workOnce();
    expect(await secret.row()).toMatchObject({ phase: 'failed', failure: 'AccountDisabled' });
    expect(await secret.accepts(await secret.credential())).toBe(false);
    target.changeUser('ops', { enabled: true });
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it.each([
    ['before Windows has changed the password', 'connection-lost', 2],
    ['between the change and its answer', 'answer-lost', 1],
  ] as const)('is finished by the next attempt when the connection ends %s', async (_when, fault, commands) => {
    await start({ policy: { history: 24 } });
    const secret = await RotatedSecret.create(app, target, ofAdministrator);
    target.failNext(fault);
    await secret.rotate('v2');
    await workOnce();
    expect(await secret.row()).toMatchObject({ phase: 'applying', failure: 'unknown-outcome', failures: 1 });
    const stored = [await secret.credential(), (await secret.pending())!];
    expect(await Promise.all(stored.map((credential) => secret.accepts(credential)))).toContain(true);

    app.clock.advance(1_000);
    await workOnce();
    expect(await secret.version()).toMatchObject({ VersionId: 'v2' });
    expect(await secret.accepts(await secret.credential())).toBe(true);
    expect(target.commandLines).toHaveLength(commands);
  });

  it('is finished by another process when its own dies between the change and its answer', async () => {
    await start({ policy: { history: 24 } });
    const secret = await RotatedSecret.create(app, target, ofAdministrator);
    await secret.rotate('v2');
    await new Promise<void>((resolve) => {
      const dying = new TestEngine(app, async (name, call) => {
        const answer = await call();
        if (name !== 'run') return answer;
        resolve();
        return new Promise(() => undefined);
      });
      void dying.workOnce();
    });
    expect(await secret.accepts(await secret.credential())).toBe(false);
    expect(await secret.accepts((await secret.pending())!)).toBe(true);

    app.clock.advance(rotationLeaseMs);
    await workOnce();
    expect(await secret.version()).toMatchObject({ VersionId: 'v2' });
    expect(await secret.accepts(await secret.credential())).toBe(true);
    expect(target.commandLines).toHaveLength(1);
  });

  it('cannot be had for a key pair', async () => {
    await start();
    const pair = await generateSshKeyPair('ed25519');
    const data = { UserName: 'Administrator', PublicKey: pair.publicKey, PrivateKey: pair.privateKey.reveal() };
    const call = RotatedSecret.create(app, target, data);
    expect(await refusal(call)).toMatchObject({ code: 'InvalidParameter', status: 400 });
  });
});

function decoded(commandLine: string): string {
  const [, encoded = ''] = /-EncodedCommand (\S+)$/.exec(commandLine) ?? [];
  return Buffer.from(encoded, 'base64').toString('utf16le');
}

function formsOf(password: string): string[] {
  const encodings = (['utf8', 'utf16le'] as const).map((encoding) => Buffer.from(password, encoding));
  return [password, ...encodings.map((bytes) => bytes.toString('base64').replace(/=+$/, '').slice(0, -2))];
}
