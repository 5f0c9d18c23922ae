import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { allow } from '../ram/ram-account.ts';
import { RamApplication } from '../ram/ram-application.ts';
import { describeWithPythonModules } from '../support/requirements.ts';
import { documentedPrograms, type DocumentedProgram } from './documented-programs.ts';

const value = 'the value of hello';

const interpreters: Readonly<Record<string, readonly string[]>> = {
  js: [process.execPath, '--input-type=module', '-'],
  python: ['python3', '-'],
};

describe("the vendor's clients as docs/clients.md sets them up, unmodified", () => {
  let dataDir: string;
  let ram: RamApplication;
  let environment: Record<string, string | undefined>;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'sallyport-clients-'));
    ram = await RamApplication.start({ settings: { SALLYPORT_DATA_DIR: dataDir } });
    await ram.app.pop('kms').request('CreateSecret', { SecretName: 'hello', VersionId: 'v1', SecretData: value });
    const { credentials } = await ram.newUser([allow('*')]);
    const certificateAuthority = join(dataDir, 'tls', 'ca.pem');
    environment = {
      PATH: process.env['PATH'],
      ENDPOINT: new URL(ram.app.url).host,
      ACCESS_KEY_ID: credentials.accessKeyId,
      ACCESS_KEY_SECRET: credentials.accessKeySecret,
      ROLE_ARN: ram.roleArn(await ram.newRole([allow('*')])),
      SSL_CERT_FILE: certificateAuthority,
      NODE_EXTRA_CA_CERTS: certificateAuthority,
    };
  });
  afterAll(async () => {
    await ram.app.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function lastLineOf(language: string, program: string): Promise<string | undefined> {
    const [interpreter, ...parameters] = interpreters[language]!;
    const child = spawn(interpreter!, parameters, { env: environment, stdio: 'pipe' });
    child.stdin.end(program);
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    const answer = stdout.trimEnd().split('\n').at(-1);
    return answer || stderr;
  }

  const shows = expect.stringMatching(new RegExp(`^(${value}|acs:ram::\\d{16}:user/user-1)$`));

  function runs({ language, overTls, overPlainHttp }: DocumentedProgram): void {
    it('over TLS', async () => {
      expect(await lastLineOf(language, overTls)).toEqual(shows);
    });
    if (overPlainHttp === undefined) return;
    it('over plain HTTP', async () => {
      expect(await lastLineOf(language, overPlainHttp)).toEqual(shows);
    });
  }

  describe.each(documentedPrograms(['js']))('$client', (program) => void runs(program));
  describeWithPythonModules(['alibabacloud_kms20160120', 'aliyunsdkkms'], 'for Python', () => {
    describe.each(documentedPrograms(['python']))('$client', (program) => void runs(program));
  });
});
