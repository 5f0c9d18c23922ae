import { Redacted } from '../../src/common/redacted.ts';
import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { refusal } from '../support/api-clients.ts';
import {
  busyboxServerPrograms,
  startBusyboxServer,
  type BusyboxServer,
  type BusyboxServerOptions,
} from '../support/busybox-server.ts';
import { describeWithSshdAnd } from '../support/requirements.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { stopOwnEngine, TestEngine } from './engine.ts';
import { RotatedSecret } from './rotation-setting.ts';

const password = randomAlphanumeric(20);

/** What sets passwords on the server, and where they are stored. */
const servers: readonly (readonly [string, Partial<BusyboxServerOptions>, shadow: boolean])[] = [
  ['chpasswd', { programs: ['chpasswd'], withoutApplets: ['passwd'] }, true],
  ['BusyBox’s passwd', {}, true],
  ['BusyBox’s passwd, and no shadow database', {}, false],
];

describeWithSshdAnd(busyboxServerPrograms, 'a password on a server of dropbear and BusyBox', () => {
  let app: TestApplication;
  let target: BusyboxServer;

  beforeAll(async () => {
    app = await startTestApplication();
    await stopOwnEngine(app);
  });
  afterAll(() => app.stop());
  afterEach(async () => {
    await target.stop();
    await app.database.dataSource.query('delete from kms_secrets');
  });

  async function start(options: Partial<BusyboxServerOptions> = {}, hasShadow = true): Promise<RotatedSecret> {
    target = await startBusyboxServer({ users: [{ name: 'ops', password: new Redacted(password) }], ...options });
    if (!hasShadow) await target.run(['sh', '-c', withoutShadow]);
    return newSecret('ops');
  }

  const newSecret = (UserName: string) => RotatedSecret.create(app, target, { UserName, Password: password });
  const dryRun = ({ name: SecretName }: RotatedSecret) =>
    refusal(app.pop('kms').request('RotateSecret', { SecretName, VersionId: 'v9', DryRun: true }));
  // The tools keep a backup next to each file, and a lock.
  const ofTools = "grep -v -e '-$' -e '^.pwd.lock$'";
  const accounts = () => target.run(['sh', '-c', `cat /etc/passwd /etc/shadow 2>/dev/null; ls -a /etc | ${ofTools}`]);

  const setShell = (shell: string) => target.run(['sed', '-i', `/^ops:/s|[^:]*$|${shell}|`, '/etc/passwd']);

  async function rotate(secret: RotatedSecret, versionId: string): Promise<string | null> {
    await secret.rotate(versionId);
    await new TestEngine(app).workOnce();
    return (await secret.row()).failure;
  }

  it.each(servers)('is rotated where there is %s', async (_, options, hasShadow) => {
    const secret = await start(options, hasShadow);
    expect(await dryRun(secret)).toMatchObject({ code: 'DryRunOperationError' });
    for (const versionId of ['v2', 'v3']) {
      expect(await rotate(secret, versionId)).toBeNull();
      expect(await secret.accepts(await secret.credential())).toBe(true);
    }
    expect(target.log()).not.toContain('Bad password attempt');
  });

  it.each(servers)('is put back as it was where there is %s', async (_, options, hasShadow) => {
    const secret = await start(options, hasShadow);
    const before = await accounts();
    let commands = 0;
    const deaf = new TestEngine(app, async (name, call) => {
      const answer = await call();
      // dropbear lets nobody log on whose shell is not in /etc/shells.
      if (name === 'run' && ++commands === 1) await setShell('/bin/other');
      return answer;
    });
    await secret.rotate('v2');
    await deaf.workOnce();
    expect(await secret.row()).toMatchObject({ phase: 'failed', failure: 'LoginRefused' });
    await setShell('/bin/sh');
    expect(await accounts()).toBe(before);
  });

  it.each(servers)('stays locked where there is %s', async (_, options, hasShadow) => {
    const secret = await start(options, hasShadow);
    await target.run(['sh', '-c', "sed -i 's/^ops:\\$/ops:!$/' /etc/shadow /etc/passwd"]).catch(() => undefined);
    const before = await accounts();
    expect((await dryRun(secret)).message).toContain('AccountLocked. ');
    expect(await rotate(secret, 'v2')).toBe('AccountLocked');
    expect(await accounts()).toBe(before);
  });

  it('is not rotated where there is no tool, and the code names chpasswd', async () => {
    const secret = await start({ withoutApplets: ['passwd'] });
    expect((await dryRun(secret)).message).toMatch(/NoPasswordTool\. .*chpasswd/);
    expect(await rotate(secret, 'v2')).toBe('NoPasswordTool');
    const failureInfo = { errorMessage: expect.stringContaining('chpasswd') };
    expect(await secret.events()).toMatchObject([{ content: { failureInfo } }]);
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('of an unknown account is not rotated, and the advice is the usual one', async () => {
    await start({ programs: ['chpasswd'] });
    expect(await rotate(await newSecret('nobody-here'), 'v2')).toBe('NoSuchUser');
  });
});

const withoutShadow = `
hash=$(grep ^ops: /etc/shadow | cut -d : -f 2)
sed -i "s|^ops:x|ops:$hash|" /etc/passwd
rm /etc/shadow
`;
