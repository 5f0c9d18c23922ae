import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redacted } from '../../src/common/redacted.ts';
import { OpensshClient } from '../../src/demo/openssh-client.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { describeWithPythonModules, describeWithSshdAnd } from '../support/requirements.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { testMasterKey } from '../support/test-settings.ts';
import { guideBlocks, type GuideBlock, type Way } from './guide-blocks.ts';
import { Interpreter } from './interpreter.ts';

/** As on the page, where `…` stands for what differs from run to run. */
const asOnThePage = (printed: string) => printed.replace(/(?<=\(request )[\w-]+/, '…');

const opsPassword = new Redacted('Initial-web-01-1');
const alicePassword = new Redacted('Correct-horse-7');

describeWithSshdAnd(['curl', 'jq'], 'docs/guide.md, line by line', () => {
  // Its folder is the home of whoever walks, and where the service was started.
  let client: OpensshClient;
  let database: TestDatabase;
  let service: ServiceProcess;
  let server: SshdInstance;
  let shell: Interpreter;
  let python: Interpreter | undefined;

  beforeEach(async () => {
    client = await OpensshClient.create();
    database = await openTestDatabase();
    service = await ServiceProcess.start({
      DATABASE_URL: database.url,
      SALLYPORT_DATA_DIR: join(client.folder, 'data'),
      SALLYPORT_MASTER_KEY: testMasterKey,
      SALLYPORT_DRAIN_SECONDS: '0',
    });
    server = await startSshdInstance({ name: 'web-01', users: [{ name: 'ops', password: opsPassword }] });
    await keepRootKey();
    const passwords = `${opsPassword.reveal()}\n${alicePassword.reveal()}\n`;
    shell = Interpreter.start('bash', client.folder, await environment(), passwords);
  });
  afterEach(async () => {
    shell?.end();
    python?.end();
    await service?.stop();
    await server?.stop();
    await database.drop();
    await client.close();
  });

  const sshPort = () => Number(service.ssh.split(':').at(-1));

  async function keepRootKey(): Promise<void> {
    await mkdir(join(client.folder, '.ssh'), { mode: 0o700 });
    const key = server.managementCredential.privateKey!.reveal();
    await writeFile(join(client.folder, '.ssh/id_ed25519'), key, { mode: 0o600 });
  }

  /** In it `ssh` answers the questions that it would ask on a terminal: it takes the bastion's key and Alice's password. */
  async function environment(): Promise<Record<string, string>> {
    const login = { port: sshPort(), user: 'alice', password: alicePassword, options: ['LogLevel ERROR'] };
    const prepared = await client.prepare(login);
    const ssh = join(client.folder, 'ssh');
    await writeFile(ssh, `#!/bin/sh\nexec /usr/bin/ssh -F ${prepared.configuration} "$@"\n`);
    await chmod(ssh, 0o700);
    return { ...prepared.environment, PATH: `${client.folder}:${process.env['PATH']}` };
  }

  async function run({ language, text }: GuideBlock): Promise<string> {
    if (language === 'sh') return shell.run(text);
    python ??= Interpreter.start(
      'python',
      client.folder,
      JSON.parse(await shell.run("node -p 'JSON.stringify(process.env)'")),
    );
    return python.run(text);
  }

  /** What the blocks print, and what the page says that they do: up to each `text`, and after the last. */
  async function walk(way: Way): Promise<{ printed: string[]; said: string[] }> {
    const blocks = guideBlocks(way, {
      '127.0.0.1:8080': new URL(service.url).host,
      '60022': String(sshPort()),
      'Address=192.0.2.10 Port=22': `Address=${server.address} Port=${server.port}`,
    });
    const printed = [''];
    for (const block of blocks) {
      if (block.language === 'text') printed.push('');
      else printed[printed.length - 1] += asOnThePage(await run(block));
    }
    const said = blocks.filter(({ language }) => language === 'text').map(({ text }) => text);
    return { printed, said: [...said, ''] };
  }

  it('prints what it says with curl', async () => {
    const { printed, said } = await walk('curl');
    expect(printed).toEqual(said);
  }, 120_000);

  describeWithPythonModules(
    ['alibabacloud_kms20160120', 'alibabacloud_yundun_bastionhost20191209'],
    'for Python',
    () => {
      it('prints what it says', async () => {
        const { printed, said } = await walk('python');
        expect(printed).toEqual(said);
      }, 120_000);
    },
  );
});
