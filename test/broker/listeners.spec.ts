import { createServer, type AddressInfo, type Server } from 'node:net';
import { BastionListeners } from '../../src/bastionhost/bastion-listeners.api.ts';
import { SshPorts } from '../../src/bastionhost/instances/ssh-ports.ts';
import { BastionInstance } from '../../src/bastionhost/instances/bastion-instance.entity.ts';
import { NewAccounts } from '../../src/identity/new-accounts.api.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { firstFreePort } from '../../src/demo/loopback-port.ts';
import { eventually } from '../support/eventually.ts';
import { isListening } from '../support/is-listening.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('the listeners of bastion instances', () => {
  let database: TestDatabase;
  const running: TestApplication[] = [];
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(async () => {
    for (const app of running) await app.stop();
    await database.drop();
  });

  /** New instances get the ports above its own: none of those that the system gives to whoever asks for any. */
  async function start(): Promise<TestApplication> {
    const port = await firstFreePort(async (each) => !(await isListening(each)));
    const settings = { SALLYPORT_DRAIN_SECONDS: '0', SALLYPORT_SSH_LISTEN: `127.0.0.1:${port}` };
    running.push(await startTestApplication({ database, settings }));
    return running.at(-1)!;
  }

  async function portOf(app: TestApplication, accountId: string): Promise<number> {
    const listeners = await app.get(BastionListeners).all();
    return listeners.find((listener) => listener.accountId === accountId)!.sshPort!;
  }

  it('open with the creation of their account, and at the next start on the same port', async () => {
    const app = await start();
    const { accountId } = await app.another();
    const port = await portOf(app, accountId);
    await eventually('the new door is open', () => isListening(port));
    await running.pop()!.stop();
    expect(await isListening(port)).toBe(false);
    const again = await start();
    expect(await isListening(port)).toBe(true);
    expect(await portOf(again, accountId)).toBe(port);
  });

  it('are opened by one process, and by another when that has ended', async () => {
    const second = await start();
    const { accountId } = await second.another();
    const port = await portOf(second, accountId);
    await eventually('one of the two has opened it', () => isListening(port));
    await running.shift()!.stop();
    await eventually('the other one has it', () => isListening(port));
    expect(await portOf(second, accountId)).toBe(port);
  });

  it('are not opened for an account whose creation is rolled back', async () => {
    const [app] = running;
    const before = await app!.get(BastionListeners).all();
    app!.get(NewAccounts).onCreate(() => Promise.reject(new Error('another one has no use for it')));
    await expect(app!.another()).rejects.toMatchObject({ code: 'InternalError' });
    expect(await app!.get(BastionListeners).all()).toEqual(before);
  });
});

describe('the port of a new listener', () => {
  let database: TestDatabase;
  let first: Server;
  beforeAll(async () => {
    database = await openTestDatabase({ entities: [BastionInstance] });
    first = await listen(0);
  });
  afterAll(async () => {
    first.close();
    await database.drop();
  });

  const listen = (port: number) =>
    new Promise<Server>((resolve, reject) => {
      const server: Server = createServer().once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve(server));
    });

  it('is the next one above the configured port that is free and belongs to no instance', async () => {
    const { port } = first.address() as AddressInfo;
    const ports = new SshPorts(readEnvironment({ SALLYPORT_SSH_LISTEN: `127.0.0.1:${port}` }));
    const one = await ports.choose(database.dataSource.manager);
    expect(one).toBeGreaterThan(port);
    await database.dataSource.query(
      `insert into bastion_instances (instance_id, account_id, region, description, started_at, ssh_port)
       values ('bastionhost-cn-1', '1000000000000001', 'cn-hangzhou', '', '2026-01-01', $1)`,
      [one],
    );
    const two = await ports.choose(database.dataSource.manager);
    expect(two).toBeGreaterThan(one);
    const taken = await listen(two);
    expect(await ports.choose(database.dataSource.manager)).toBeGreaterThan(two);
    taken.close();
  });
});
