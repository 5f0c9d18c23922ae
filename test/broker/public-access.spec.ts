import { BrokerService } from '../../src/broker/broker.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { OpensshClient } from '../../src/demo/openssh-client.ts';
import { eventually } from '../support/eventually.ts';
import { ProxyingWay } from '../support/proxying-way.ts';
import { RawSshClient } from '../support/raw-ssh-client.ts';
import { describeWithPrograms } from '../support/requirements.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { instanceOf } from '../bastionhost/bastion-account.ts';

const password = new Redacted('Correct-horse-7');
const refusedLine = 'connections from your address are not allowed here';
const hostNotAllowed = 1;
/** Ten times what is promised. */
const tenSeconds = 10_000;

describeWithPrograms(['ssh'], "an instance's public access and white list", () => {
  let database: TestDatabase;
  /** Two processes; the administrator speaks to the first, engineers to the second. */
  let apps: TestApplication[];
  let client: OpensshClient;
  let InstanceId: string;
  const ways: ProxyingWay[] = [];

  beforeAll(async () => {
    database = await openTestDatabase();
    const settings = { SALLYPORT_PROXY_PROTOCOL_FROM: '127.0.0.0/8' };
    apps = [await startTestApplication({ database, settings }), await startTestApplication({ database, settings })];
    client = await OpensshClient.create();
    InstanceId = await instanceOf(apps[0]!);
    await call('CreateUser', { UserName: 'alice', Source: 'Local', Password: password.reveal() });
  });
  afterAll(async () => {
    await Promise.all([client.close(), ...ways.map((way) => way.close()), ...apps.map((app) => app.stop())]);
    await database.drop();
  });
  beforeEach(async () => {
    await call('EnableInstancePublicAccess');
    await call('ConfigInstanceWhiteList');
    await becomes('203.0.113.9', 'allowed');
  });

  const call = (action: string, parameters = {}) =>
    apps[0]!.pop('bastionhost').request(action, { InstanceId, ...parameters });

  async function wayFrom(address: string): Promise<ProxyingWay> {
    const family = address.includes(':') ? 'TCP6' : 'TCP4';
    const own = address.includes(':') ? '::1' : '127.0.0.1';
    const { port } = apps[1]!.get(BrokerService).address;
    const way = await ProxyingWay.to(port, `PROXY ${family} ${address} ${own} 54321 22\r\n`);
    ways.push(way);
    return way;
  }

  /** Whether an engineer who logs on from there gets as far as to be told that they named no target. */
  async function logOn(address: string): Promise<'allowed' | 'refused'> {
    const { port } = await wayFrom(address);
    const { stderr } = await client.ssh({ port, user: 'alice', password }, 'true');
    if (stderr.includes(refusedLine)) return 'refused';
    expect(stderr).toContain('no target was given');
    return 'allowed';
  }

  async function becomes(address: string, expected: 'allowed' | 'refused'): Promise<void> {
    const changed = performance.now();
    await eventually(`${address} is ${expected}`, async () => (await logOn(address)) === expected, tenSeconds);
    process.stdout.write(`${address} is ${expected} after ${(performance.now() - changed).toFixed()} ms\n`);
  }

  it('are open to every address at first', async () => {
    expect(await logOn('203.0.113.9')).toBe('allowed');
    expect(await logOn('2001:db8::9')).toBe('allowed');
  });

  it('A10: keep out public addresses that are not listed, in every process', async () => {
    await call('ConfigInstanceWhiteList', { 'WhiteList.1': '198.51.100.0/24', 'WhiteList.2': '2001:db8:1::/48' });
    await becomes('203.0.113.9', 'refused');
    expect(await logOn('198.51.100.77')).toBe('allowed');
    expect(await logOn('2001:db8:1::9')).toBe('allowed');
    expect(await logOn('2001:db8:2::9')).toBe('refused');
    expect(await logOn('10.1.2.3')).toBe('allowed');
  });

  it('keep out every public address, listed or not, while public access is off', async () => {
    await call('ConfigInstanceWhiteList', { 'WhiteList.1': '203.0.113.9' });
    await call('DisableInstancePublicAccess');
    await becomes('203.0.113.9', 'refused');
    expect(await logOn('192.168.7.7')).toBe('allowed');
    expect(await logOn('fd00::7')).toBe('allowed');
  });

  it('A10: refuse after the key exchange, before a password is looked at, and leave no row in the trail', async () => {
    const logins = async () =>
      (await database.dataSource.query(`select * from audit_events where action = 'Login'`)).length as number;
    await call('DisableInstancePublicAccess');
    await becomes('203.0.113.9', 'refused');
    const before = await logins();
    const raw = await RawSshClient.connect({ port: (await wayFrom('203.0.113.9')).port });
    raw.requestService();
    raw.password('alice', password.reveal());
    const disconnect = await raw.next(1);
    expect(disconnect.readUInt32BE(1)).toBe(hostNotAllowed);
    expect(disconnect.toString()).toContain(refusedLine);
    raw.close();
    expect(await logins()).toBe(before);
  });

  it('also end a connection that was made before the change and has not logged in yet', async () => {
    const raw = await RawSshClient.connect({ port: (await wayFrom('203.0.113.9')).port });
    await call('DisableInstancePublicAccess');
    await becomes('203.0.113.9', 'refused');
    raw.requestService();
    raw.password('alice', password.reveal());
    expect((await raw.next(1)).readUInt32BE(1)).toBe(hostNotAllowed);
    raw.close();
  });
});
