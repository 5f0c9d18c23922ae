import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finish } from '../../../src/demo/openssh-client.ts';
import { BrokerService } from '../../../src/broker/broker.ts';
import { account, BrokerUnderTest, type Server } from '../../broker/broker-under-test.ts';
import { describeWithPrograms, describeWithSshd } from '../../support/requirements.ts';
import { ansible } from './ansible.ts';
import { Engineers } from './engineers.ts';
import { dropbear } from './dropbear.ts';
import { expectScript } from './expect.ts';
import { openssh } from './openssh.ts';
import { putty } from './putty.ts';
import { asyncssh, paramiko } from './python.ts';
import { reached, type Login, type SshClient, type Way, ways } from './ssh-client.ts';

const clients = [openssh, putty, dropbear, paramiko, asyncssh, ansible, expectScript];

it('docs/connecting.md has the same table, and says why a client cannot go a way', async () => {
  const page = (await readFile('docs/connecting.md', 'utf8')).replaceAll(/[ \n]+/g, ' ');
  for (const { name, cannot = {} } of clients) {
    expect(page).toContain(`| ${[name, ...ways.map((way) => (cannot[way] ? 'no' : 'yes'))].join(' | ')} |`);
    for (const why of Object.values(cannot)) expect(page).toContain(why);
  }
});

describeWithSshd('clients and ways', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  let folder: string;
  let engineers: Engineers;
  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01');
    folder = await mkdtemp(join(tmpdir(), 'ways-'));
    engineers = await Engineers.make(broker, web, folder);
  });
  afterAll(async () => {
    await broker.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function loginBy(way: Way): Promise<Login> {
    const fingerprint = broker.app.get(BrokerService).hostKeyFingerprints[0]!.split(' ')[1]!;
    const place = { port: broker.port, fingerprint, account, host: web.name };
    return { ...place, folder: await mkdtemp(join(folder, 'client-')), ...(await engineers.proofs(way)) };
  }

  async function run(client: SshClient, way: Way) {
    const login = await loginBy(way);
    const { command, input, environment } = await client.start(way, login);
    const env = { PATH: process.env['PATH'], HOME: login.folder, LANG: 'C.UTF-8', ...environment };
    // Without a terminal of whoever runs the tests, which clients would ask on.
    const child = spawn(command[0]!, command.slice(1), { env, detached: true });
    return finish(child, { input });
  }

  describe.each(clients.map((client) => ({ name: client.name, client })))('$name', ({ client }) => {
    const can = ways.filter((way) => !client.cannot?.[way]);

    describeWithPrograms(client.needs, 'reaches the target', () => {
      it.each(can)('by %s', async (way) => {
        const { stdout, stderr } = await run(client, way);
        expect(`${stdout.toString()}${stderr}`).toContain(reached);
      });
    });
  });
});
