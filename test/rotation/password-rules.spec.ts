import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { describeWithPam } from '../support/requirements.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { replaceTool } from './replaced-tool.ts';
import { RotatedSecret } from './rotation-setting.ts';

describeWithPam(['pam_pwquality', 'pam_pwhistory'], 'the password rules of a real OpenSSH server', () => {
  const password = randomAlphanumeric(20);
  let app: TestApplication;
  let target: SshdInstance;
  let secret: RotatedSecret;

  beforeAll(async () => {
    app = await startTestApplication();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    target = await startSshdInstance({ users: [{ name: 'ops', password: new Redacted(password) }] });
    secret = await RotatedSecret.create(app, target, { UserName: 'ops', Password: password });
  });
  afterEach(() => target.stop());

  const replaceChpasswd = (script: string) => replaceTool(target, 'chpasswd', script);
  const setRules = (rules: string) => target.run(['sh', '-c', 'cat >/etc/pam.d/chpasswd'], rules);

  async function failedLogins(): Promise<number> {
    return (await target.log()).split('\n').filter((line) => line.includes('Failed password for ops')).length;
  }

  async function expectFirstStays(failure: string): Promise<void> {
    expect(await secret.row()).toMatchObject({ phase: 'failed', failure });
    expect(await secret.version()).toMatchObject({ VersionId: 'v1' });
    expect(await secret.pending()).toBeUndefined();
    expect(await failedLogins()).toBe(0);
    expect(await secret.accepts(await secret.credential())).toBe(true);
  }

  it('lead to a candidate of another form, without a failed login', async () => {
    await replaceChpasswd(`
IFS= read -r line
[ \${#line} -lt 32 ] || { echo 'BAD PASSWORD: it is too long' >&2; exit 1; }
printf '%s\\n' "$line" | $real
`);
    const { password: current } = await secret.rotated('v2');
    expect(current?.reveal()).toMatch(/^[\w-]{24}$/);
    expect(await failedLogins()).toBe(0);
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('are judged by the login when a tool fails after its work', async () => {
    await replaceChpasswd('$real; exit 1');
    expect((await secret.rotated('v2')).password?.reveal()).toHaveLength(32);
  });

  it('are judged by the login when a tool succeeds without changing anything', async () => {
    await replaceChpasswd('cat >/dev/null');
    await secret.rotate('v2');
    await secret.reaches('failed');
    expect(await secret.row()).toMatchObject({ failure: 'LoginRefused' });
    expect(await failedLogins()).toBe(1);
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('end the rotation after three candidates, with an event that says what to do', async () => {
    await setRules(
      'password requisite pam_pwquality.so minlen=60 enforce_for_root\npassword required pam_unix.so use_authtok yescrypt\n',
    );
    await secret.rotate('v2');
    await secret.reaches('failed');
    await expectFirstStays('PasswordRefused');
    expect((await secret.schedulePlan()).state).toBe('invalid');
    expect(await secret.events()).toEqual([
      {
        level: 'CRITICAL',
        name: 'Secret:RotateSecret:Failure',
        content: {
          secretName: secret.name,
          secretType: 'ECS',
          RotationEntityArn: expect.stringMatching(/^acs:kms:cn-hangzhou:\d{16}:secret\/acs\/ecs\//),
          rotationStatus: 'Invalid',
          rotationSubType: 'Password',
          failureInfo: { errorCode: 'PasswordRefused', errorMessage: expect.stringContaining('pwquality') },
        },
      },
    ]);
  });

  it('are not blamed where the shadow database cannot be written: nothing changes, and the event says so', async () => {
    const shadow = () => target.run(['cat', '/etc/shadow']);
    const before = await shadow();
    await target.run(['sh', '-c', 'mount --bind /etc/shadow /etc/shadow']);
    await secret.rotate('v2');
    await secret.reaches('failed');
    await expectFirstStays('ShadowNotWritable');
    expect(await shadow()).toBe(before);
    const failureInfo = { errorMessage: expect.stringContaining('shadow database cannot be written') };
    expect(await secret.events()).toMatchObject([{ level: 'CRITICAL', content: { failureInfo } }]);
  });

  it('about former passwords do not prevent a rotation', async () => {
    await setRules(
      'password requisite pam_pwhistory.so remember=5 enforce_for_root\npassword required pam_unix.so use_authtok yescrypt\n',
    );
    await secret.rotated('v2');
    expect(await secret.accepts(await secret.rotated('v3'))).toBe(true);
    expect(await secret.events()).toMatchObject([
      { level: 'INFO' },
      { level: 'INFO', name: 'Secret:RotateSecret:Success' },
    ]);
  });

  it('can be fixed: RotateSecret then succeeds, and automatic rotation continues', async () => {
    await secret.schedule(3_600, new Date(app.clock.now().getTime() + 3_600_000));
    await setRules(
      'password requisite pam_pwquality.so minlen=60 enforce_for_root\npassword required pam_unix.so use_authtok yescrypt\n',
    );
    await secret.rotate('v2');
    await secret.reaches('failed');
    await setRules('password required pam_unix.so yescrypt\n');
    await secret.rotated('v3');
    expect((await secret.schedulePlan()).state).toBe('ok');
    expect(await secret.events()).toMatchObject([
      { level: 'CRITICAL' },
      { level: 'INFO', content: { rotationStatus: 'Enabled' } },
    ]);
  });
});
