import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refusal, type Credentials } from '../support/api-clients.ts';
import { RamApplication } from '../ram/ram-application.ts';
import { compiled } from '../support/compiled.ts';
import { testMasterKey } from '../support/test-settings.ts';

describe('root-access-key', () => {
  let ram: RamApplication;
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-root-access-key-'));
  beforeAll(async () => {
    ram = await RamApplication.start();
  });
  afterAll(async () => {
    rmSync(dataDir, { recursive: true });
    await ram.app.stop();
  });

  const run = (parameters: readonly string[] = [], settings: Readonly<Record<string, string>> = {}) =>
    new Promise<string>((resolve, reject) => {
      const env = {
        PATH: process.env['PATH'],
        DATABASE_URL: ram.app.database.url,
        SALLYPORT_DATA_DIR: dataDir,
        SALLYPORT_MASTER_KEY: testMasterKey,
        ...settings,
      };
      const program = [compiled('src/commands/root-access-key.ts'), ...parameters];
      execFile(process.execPath, program, { env }, (error, stdout) => (error ? reject(error) : resolve(stdout)));
    });
  const path = join(dataDir, 'root-access-key.json');
  const written = (file = path): Credentials => {
    const { AccessKeyId, AccessKeySecret } = JSON.parse(readFileSync(file, 'utf8'));
    return { accessKeyId: AccessKeyId, accessKeySecret: AccessKeySecret };
  };
  const identify = (credentials: Credentials) => ram.as(credentials, 'sts', 'GetCallerIdentity');

  it("replaces the first account's pair while the service runs; users keep theirs", async () => {
    const user = await ram.newUser();
    expect(await run()).toContain(`${path} has the new root AccessKey of account ${ram.accountId}`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect((await identify(written())).Arn).toBe(`acs:ram::${ram.accountId}:root`);
    expect(await refusal(identify(ram.app.rootAccessKey))).toMatchObject({ code: 'InvalidAccessKeyId.Inactive' });
    await identify(user.credentials);
  });

  it("replaces another account's pair, by its id", async () => {
    const { Account, AccessKey } = await ram.call('CreateAccount', {}, written());
    const lost = { accessKeyId: AccessKey.AccessKeyId, accessKeySecret: AccessKey.AccessKeySecret };
    await run([Account.AccountId]);
    const file = join(dataDir, `root-access-key-${Account.AccountId}.json`);
    expect((await identify(written(file))).AccountId).toBe(Account.AccountId);
    expect(await refusal(identify(lost))).toMatchObject({ code: 'InvalidAccessKeyId.Inactive' });
    expect((await identify(written())).AccountId).toBe(ram.accountId);
  });

  it('refuses an unknown account, and a pair that comes from the settings', async () => {
    await expect(run(['1000000000000000'])).rejects.toThrow('there is no account 1000000000000000');
    const { accessKeyId, accessKeySecret } = written();
    const settings = { SALLYPORT_ACCESS_KEY_ID: accessKeyId, SALLYPORT_ACCESS_KEY_SECRET: accessKeySecret };
    await expect(run([], settings)).rejects.toThrow('the root AccessKey comes from the settings');
  });
});
