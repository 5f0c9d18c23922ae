import { readFile } from 'node:fs/promises';
import { SessionParts } from '../../src/broker/session/session-parts.ts';
import { eventually } from '../support/eventually.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { BrokerUnderTest, said, type Server } from './broker-under-test.ts';
import { DelayedSecretReader } from './delayed-secret-reader.ts';

describeWithSshd('a connection that takes long to make', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  let answer: () => void;
  const reader = new DelayedSecretReader();

  beforeAll(async () => {
    broker = await BrokerUnderTest.start({ overrides: [reader.override] });
    reader.wrap(broker);
    web = await broker.server('web-01');
    await broker.engineer('alice', [web]);
  });

  afterAll(() => broker.stop());

  beforeEach(() => {
    const answered = new Promise<void>((resolve) => (answer = resolve));
    reader.beforeAnswer = () => answered;
  });

  /** Whether the broker has connections that are established, or closed only by the client. */
  async function hasConnections(): Promise<boolean> {
    const port = broker.port.toString(16).toUpperCase().padStart(4, '0');
    const atBroker = new RegExp(`^\\s*\\d+: \\w+:${port} \\w+:\\w+ (01|08) `, 'm');
    return atBroker.test(await readFile('/proc/net/tcp', 'utf8'));
  }

  /** The row of the session that began when there were so many. */
  async function closedRow(after: number) {
    const row = async () => (await broker.sessions())[after];
    await eventually('the row is closed', async () => Boolean((await row())?.['ended_at']));
    return row();
  }

  it('is abandoned when the engineer leaves: no login at the server, a closed row, an audit row', async () => {
    const readings = async () => (await broker.audited('GetSecretValue')).length;
    const before = await readings();
    const { length } = await broker.sessions();
    const child = await broker.client.start(broker.on(web), ['target', 'true']);
    await eventually('the secret is being read', async () => (await readings()) > before);
    child.kill();
    await eventually('the client is gone', () => child.exitCode !== null || child.signalCode !== null);
    await eventually('the broker knows', async () => !(await hasConnections()));
    answer();
    expect(await closedRow(length)).toMatchObject({ state: 'failed', end_reason: 'EngineerLeft', connected_at: null });
    expect((await broker.audited('Connect')).at(-1)).toMatchObject({ result: 'EngineerLeft' });
    expect(await web.sshd.log()).not.toContain('Accepted');
  });

  it('ends for the engineer at the timeout, and for the broker when what it waited for has arrived', async () => {
    const parts = broker.app.get(SessionParts);
    const { connectMs } = parts;
    const { length } = await broker.sessions();
    Object.assign(parts, { connectMs: 300 });
    const run = await broker.client.ssh(broker.on(web), 'hostname');
    Object.assign(parts, { connectMs });
    expect(run.status).toBe(255);
    expect(said(run)).toMatch(
      /^sallyport: the service is not available at the moment, please try again soon \(request [\dA-F-]+\)\n$/,
    );
    answer();
    expect(await closedRow(length)).toMatchObject({ state: 'failed', end_reason: 'ServiceUnavailable' });
  });

  it('succeeds when nobody gives up', async () => {
    const running = broker.client.ssh(broker.on(web), 'cat', { input: 'early' });
    await eventually('the row is there', async () => (await broker.sessions()).at(-1)?.['ended_at'] === null);
    answer();
    expect((await running).stdout.toString()).toBe('early');
  });
});
