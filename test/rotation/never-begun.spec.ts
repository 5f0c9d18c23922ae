import { Logger } from '@nestjs/common';
import { Redacted } from '../../src/common/redacted.ts';
import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { refusal } from '../support/api-clients.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { stopOwnEngine, TestEngine } from './engine.ts';
import { RotatedSecret, type Management } from './rotation-setting.ts';

const password = randomAlphanumeric(20);
const bidden = randomAlphanumeric(20);
const manager = (userName: string) => ({ userName, password: new Redacted(bidden) });

const sshdOptions = [
  'Match User chatty',
  'ForceCommand echo only backups here',
  'Match User sftponly',
  'ForceCommand internal-sftp',
  'Match User parrot',
  'ForceCommand head -n 1',
  'Match all',
];

describeWithSshd('a server that runs nothing of a rotation', () => {
  let app: TestApplication;
  let target: SshdInstance;
  const logged: string[] = [];

  beforeAll(async () => {
    app = await startTestApplication();
    await stopOwnEngine(app);
    const managers = ['chatty', 'sftponly', 'parrot', 'shell-less', 'stale'];
    target = await startSshdInstance({
      users: [
        ...managers.map((name) => ({ name, password: new Redacted(bidden) })),
        { name: 'ops', password: new Redacted(password) },
      ],
      sshdOptions,
    });
    await target.run(['usermod', '-s', '/usr/sbin/nologin', 'shell-less']);
    await target.run(['chage', '-d', '0', 'stale']);
    Logger.overrideLogger({
      log: () => {},
      error: () => {},
      warn: (line: unknown) => void logged.push(JSON.stringify(line)),
    });
  });
  afterAll(async () => {
    Logger.overrideLogger(false);
    await target.stop();
    await app.stop();
  });
  afterEach(() => app.database.dataSource.query('delete from kms_secrets'));

  const newSecret = (management: Management) =>
    RotatedSecret.create(app, target, { UserName: 'ops', Password: password }, { management });
  const dryRun = ({ name: SecretName }: RotatedSecret) =>
    refusal(app.pop('kms').request('RotateSecret', { SecretName, VersionId: 'v2', DryRun: true }));

  it.each([
    ['a command is forced upon', 'chatty', 'OtherCommand', 'ForceCommand', 'only backups here'],
    ['may only use SFTP', 'sftponly', 'OtherCommand', 'ForceCommand', 'no command was started'],
    ['has no login shell', 'shell-less', 'NoLoginShell', 'nologin', 'This account is currently not available.'],
    ['must change their password', 'stale', 'PasswordExpired', 'chage -l', 'Your password has expired'],
  ])('names the cause where the management user %s', async (_, user, code, advice, said) => {
    const before = await target.run(['cat', '/etc/shadow']);
    const secret = await newSecret(manager(user));
    expect((await dryRun(secret)).message).toContain(`${code}. `);
    await secret.rotate('v2');
    await new TestEngine(app).workOnce();
    expect(await secret.row()).toMatchObject({ phase: 'failed', failure: code, failures: 0 });
    const failureInfo = { errorCode: code, errorMessage: expect.stringContaining(advice) };
    expect(await secret.events()).toMatchObject([{ content: { failureInfo } }]);
    expect(logged.at(-2)).toContain(said);
    expect(await target.run(['cat', '/etc/shadow'])).toBe(before);
  });

  it('has its output in the log, without any password that it repeats', async () => {
    const secret = await newSecret(manager('parrot'));
    await secret.rotate('v2');
    await new TestEngine(app).workOnce();
    expect(logged.at(-2)).toContain('no command was started');
    expect(logged.join()).not.toContain(bidden);
  });
});

describeWithSshd('an account that must change its password', () => {
  let app: TestApplication;
  let target: SshdInstance;

  beforeAll(async () => {
    app = await startTestApplication();
    await stopOwnEngine(app);
  });
  afterAll(() => app.stop());
  afterEach(() => target.stop());

  async function start(sshdOption: string): Promise<RotatedSecret> {
    const users = [{ name: 'ops', password: new Redacted(password) }];
    target = await startSshdInstance({ users, sshdOptions: [sshdOption] });
    await target.run(['chage', '-d', '0', 'ops']);
    return RotatedSecret.create(app, target, { UserName: 'ops', Password: password }, { management: 'none' });
  }

  it.each(['UsePAM yes', 'UsePAM no'])('does so in the dialogue that sshd (%s) begins with', async (option) => {
    const secret = await start(option);
    const before = await target.run(['cat', '/etc/shadow']);
    const dryRun = { SecretName: secret.name, VersionId: 'v2', DryRun: true };
    const answer = await refusal(app.pop('kms').request('RotateSecret', dryRun));
    expect(answer).toMatchObject({ code: 'DryRunOperationError' });
    expect(await target.run(['cat', '/etc/shadow'])).toBe(before);
    await secret.rotate('v2');
    await new TestEngine(app).workOnce();
    expect(await secret.row()).toMatchObject({ phase: 'finished', failures: 0 });
    expect(await secret.accepts(await secret.credential())).toBe(true);
    expect(await target.log()).not.toContain('Failed password');
  });

  it('is reported where the server offers no dialogue', async () => {
    const secret = await start('PermitTTY no');
    await secret.rotate('v2');
    await new TestEngine(app).workOnce();
    expect(await secret.row()).toMatchObject({ phase: 'failed', failure: 'PasswordExpired', failures: 0 });
  });
});
