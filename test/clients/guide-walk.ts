import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redacted } from '../../src/common/redacted.ts';
import { OpensshClient } from '../../src/demo/openssh-client.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { testMasterKey } from '../support/test-settings.ts';
import type { GuideBlock } from './guide-blocks.ts';
import { typeAtTerminal } from './guide-terminal.ts';
import { Interpreter } from './interpreter.ts';

const opsPassword = new Redacted('Initial-web-01-1');
const alicePassword = new Redacted('Correct-horse-7');

/** What a reader of docs/guide.md has: a new service, a server, and a terminal in the folder of the service. */
export class GuideWalk {
  private shell!: Interpreter;
  private python?: Interpreter;

  private constructor(
    // Its folder is the reader's home, and where the service was started.
    private readonly client: OpensshClient,
    private readonly database: TestDatabase,
    private readonly service: ServiceProcess,
    private readonly server: SshdInstance,
  ) {}

  static async start(): Promise<GuideWalk> {
    const client = await OpensshClient.create();
    const database = await openTestDatabase();
    const service = await ServiceProcess.start({
      DATABASE_URL: database.url,
      SALLYPORT_DATA_DIR: join(client.folder, 'data'),
      SALLYPORT_MASTER_KEY: testMasterKey,
      SALLYPORT_DRAIN_SECONDS: '0',
    });
    const server = await startSshdInstance({ name: 'web-01', users: [{ name: 'ops', password: opsPassword }] });
    const walk = new GuideWalk(client, database, service, server);
    await walk.openTerminal();
    return walk;
  }

  async stop(): Promise<void> {
    this.shell.end();
    this.python?.end();
    await this.service.stop();
    await this.server.stop();
    await this.database.drop();
    await this.client.close();
  }

  /** What this run has in the place of the page's addresses. */
  get places(): Readonly<Record<string, string>> {
    return {
      '127.0.0.1:8080': new URL(this.service.url).host,
      '60022': String(this.sshPort),
      'Address=192.0.2.10 Port=22': `Address=${this.server.address} Port=${this.server.port}`,
    };
  }

  /** Runs a block; answers what it printed. */
  async run({ language, text }: GuideBlock): Promise<string> {
    if (language === 'sh') return this.shell.run(text);
    if (language === 'terminal')
      return typeAtTerminal(text, { folder: this.client.folder, environment: await this.environment() });
    this.python ??= await this.startPython();
    return this.python.run(text);
  }

  /** From the terminal, as the reader would: with the variables that the page has exported. */
  private async startPython(): Promise<Interpreter> {
    const exported = JSON.parse(await this.shell.run("node -p 'JSON.stringify(process.env)'"));
    return Interpreter.start('python', this.client.folder, exported);
  }

  private get sshPort(): number {
    return Number(this.service.ssh.split(':').at(-1));
  }

  private async openTerminal(): Promise<void> {
    const { folder } = this.client;
    await mkdir(join(folder, '.ssh'), { mode: 0o700 });
    const rootKey = this.server.managementCredential.privateKey!.reveal();
    await writeFile(join(folder, '.ssh/id_ed25519'), rootKey, { mode: 0o600 });
    const typed = `${opsPassword.reveal()}\n${alicePassword.reveal()}\n`;
    this.shell = Interpreter.start('bash', folder, await this.environment(), typed);
  }

  /** In it, `ssh` and its like answer what they would ask: they take the bastion's key, and give Alice's password. */
  private async environment(): Promise<Record<string, string>> {
    const options = ['Host web-01', 'Port 22', 'Host *', 'LogLevel ERROR'];
    const login = { port: this.sshPort, user: 'alice', password: alicePassword, options };
    const { configuration, environment } = await this.client.prepare(login);
    for (const program of ['ssh', 'scp', 'sftp']) {
      const script = `#!/bin/sh\nexec /usr/bin/${program} -F ${configuration} "$@"\n`;
      await writeFile(join(this.client.folder, program), script, { mode: 0o700 });
    }
    return { ...environment, PATH: `${this.client.folder}:${process.env['PATH']}` };
  }
}
