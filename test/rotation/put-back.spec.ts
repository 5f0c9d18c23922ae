import { Redacted } from '../../src/common/redacted.ts';
import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { rotationLeaseMs } from '../../src/rotation/store/lease-keeper.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { stopOwnEngine, TestEngine } from './engine.ts';
import { replaceTool } from './replaced-tool.ts';
import { RotatedSecret } from './rotation-setting.ts';

const password = randomAlphanumeric(20);

describeWithSshd('a rotation whose candidate is refused at login', () => {
  let app: TestApplication;
  let target: SshdInstance;
  let secret: RotatedSecret;
  let former: string;

  beforeAll(async () => {
    app = await startTestApplication();
    await stopOwnEngine(app);
    target = await startSshdInstance({
      users: [{ name: 'ops', password: new Redacted(password) }],
      sshdOptions: ['DenyUsers ops'],
    });
    await spyOnChpasswd();
  });
  afterAll(async () => {
    await target.stop();
    await app.stop();
  });
  beforeEach(async () => {
    await target.run(['chpasswd'], `ops:${password}\n`);
    await target.run(['chage', '-d', '2024-02-02', '-M', '99999', 'ops']);
    former = await entry();
    secret = await RotatedSecret.create(app, target, { UserName: 'ops', Password: password });
    await secret.rotate('v2');
  });
  afterEach(() => app.database.dataSource.query('delete from kms_rotations'));

  const entry = () => target.run(['getent', 'shadow', 'ops']);
  const hash = (line: string) => line.split(':')[1]!;
  const failure = async () => (await secret.row()).failure;

  /** Records what others on the host see whenever a password is set. */
  const spyOnChpasswd = () =>
    replaceTool(
      target,
      'chpasswd',
      '(env; cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ) >>/etc/seen 2>/dev/null\nexec $real "$@"\n',
    );

  /** Works once. `meanwhile` happens on the host between the change and the login that is to prove it. */
  async function work(meanwhile: () => Promise<unknown>): Promise<void> {
    let commands = 0;
    const engine = new TestEngine(app, async (name, call) => {
      const answer = await call();
      if (name === 'run' && ++commands === 1) await meanwhile();
      return answer;
    });
    await engine.workOnce();
  }

  function dieAfterTheChange(): Promise<void> {
    return new Promise((died) => {
      void work(() => {
        died();
        return new Promise(() => undefined);
      });
    });
  }

  it('restores the former shadow entry, and shows it to nobody', async () => {
    await work(async () => expect(hash(await entry())).not.toBe(hash(former)));
    expect(await failure()).toBe('LoginRefused');
    expect(await entry()).toBe(former);
    const seen = await target.run(['cat', '/etc/seen']);
    expect(seen).toContain('-e');
    for (const hidden of [hash(former), password]) expect(seen).not.toContain(hidden);
    const [{ sealed_undo_note: note }] = await app.database.dataSource.query('select * from kms_rotations');
    expect(note).toBeNull();
  });

  it('leaves a password that somebody set meanwhile, and the event says so', async () => {
    await work(() => target.run(['chpasswd'], 'ops:set-by-hand-1\n'));
    expect(await failure()).toBe('ChangedMeanwhile');
    expect(hash(await entry())).not.toBe(hash(former));
    const failureInfo = {
      errorCode: 'ChangedMeanwhile',
      errorMessage: expect.stringContaining('was changed on the server while it was being rotated'),
    };
    expect(await secret.events()).toMatchObject([{ level: 'CRITICAL', content: { failureInfo } }]);
    expect(await secret.pending()).toBeUndefined();
  });

  it('restores the former hash behind a lock that somebody set meanwhile, and the event says so', async () => {
    await work(() => target.run(['passwd', '-l', 'ops']));
    expect(await failure()).toBe('AccountLocked');
    expect(await entry()).toBe(former.replace('ops:', 'ops:!'));
  });

  it('leaves ageing settings that somebody changed meanwhile', async () => {
    await work(() => target.run(['chage', '-d', '2025-05-05', '-M', '60', 'ops']));
    expect(await failure()).toBe('LoginRefused');
    const [, , day, , longest] = (await entry()).split(':');
    expect([hash(await entry()), day, longest]).toEqual([hash(former), '20213', '60']);
  });

  it('restores it even if the process was killed between the change and its answer', async () => {
    await dieAfterTheChange();
    expect(hash(await entry())).not.toBe(hash(former));
    app.clock.advance(rotationLeaseMs);
    await new TestEngine(app).workOnce();
    expect(await failure()).toBe('LoginRefused');
    expect((await secret.row()).phase).toBe('failed');
    expect(await entry()).toBe(former);
  });

  it('keeps both values where it is unknown whose the password is, for example behind a lock', async () => {
    await dieAfterTheChange();
    await target.run(['passwd', '-l', 'ops']);
    const before = await entry();
    app.clock.advance(rotationLeaseMs);
    await new TestEngine(app).workOnce();
    expect(await secret.row()).toMatchObject({ phase: 'applying', failure: 'AccountLocked' });
    expect(await secret.pending()).toBeDefined();
    expect(await entry()).toBe(before);
    expect(await secret.events()).toMatchObject([{ content: { failureInfo: { errorCode: 'AccountLocked' } } }]);
  });
});
