import { hostname } from 'node:os';
import { OpenSessions, type OpenSession } from '../../src/bastionhost/open-sessions.api.ts';
import { Notifications } from '../../src/database/notifications.ts';
import { eventually } from '../support/eventually.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { openTestDatabase, startedTemplate, type TestDatabase } from '../support/test-database.ts';
import { BrokerUnderTest, said, type Server } from './broker-under-test.ts';

const page = { number: 1, size: 10 };

describeWithSshd('a session that another process ends', () => {
  let database: TestDatabase;
  /** This process is asked to end the session. The other one runs it and hears no NOTIFY. */
  let administration: BrokerUnderTest;
  let broker: BrokerUnderTest;
  let web: Server;
  let place: { accountId: string; instanceId: string };
  let openSessions: OpenSessions;

  beforeAll(async () => {
    database = await openTestDatabase({ template: startedTemplate });
    administration = await BrokerUnderTest.start({ database });
    const deaf = { token: Notifications, value: { keepListening: async () => undefined, close: () => undefined } };
    broker = await BrokerUnderTest.start({ database, overrides: [deaf] });
    web = await administration.server('web-01');
    await administration.engineer('alice', [web]);
    openSessions = administration.app.get(OpenSessions);
    const [instance] = await administration.query('select account_id, instance_id from bastion_instances');
    place = { accountId: instance!['account_id'], instanceId: instance!['instance_id'] };
  });
  afterAll(async () => {
    await Promise.all([administration.stop(), broker.stop()]);
    await database.drop();
  });

  /** A command that would keep running, and its session as the other process lists it. */
  async function running(seconds: number): Promise<[ReturnType<typeof broker.client.ssh>, OpenSession]> {
    const outcome = broker.client.ssh(broker.on(web), `echo there; exec sleep ${seconds}`);
    const isRunning = ({ command }: { command: string }) => command === `sleep ${seconds}`;
    await eventually('it runs', async () => (await web.sshd.processes()).some(isRunning));
    const { items, total } = await openSessions.list(place, page);
    expect([items.length, total]).toEqual([1, 1]);
    return [outcome, items[0]!];
  }

  it('is listed with its process, shows why it ends, and is then no longer listed', async () => {
    const [outcome, session] = await running(4712);
    expect(session).toMatchObject({
      sessionId: expect.stringMatching(/^[0-9a-f]{32}$/),
      userName: 'alice',
      hostName: 'web-01',
      process: `${hostname()}:${process.pid}`,
    });
    expect(await openSessions.end(place, session.sessionId, 'ended by\n bob')).toBe(true);
    const ended = await outcome;
    expect([ended.status, ended.stdout.toString()]).toEqual([255, 'there\n']);
    expect(said(ended)).toMatch(/^sallyport: ended by.+bob\n$/);
    await eventually('it is listed no more', async () => (await openSessions.list(place, page)).total === 0);
    const row = (await broker.sessions()).at(-1)!;
    expect(row).toMatchObject({ session_id: session.sessionId, state: 'failed', bytes_to_host: '0' });
    expect(row['end_reason']).toMatch(/^ended by.+bob$/);
    expect(await openSessions.end(place, session.sessionId, 'again')).toBe(false);
  });

  it('is neither listed nor ended for another instance or account', async () => {
    const [outcome, { sessionId }] = await running(4713);
    for (const other of [
      { ...place, instanceId: 'bastionhost-other' },
      { ...place, accountId: '1' },
    ]) {
      expect(await openSessions.list(other, page)).toEqual({ items: [], total: 0 });
      expect(await openSessions.end(other, sessionId, 'not yours')).toBe(false);
    }
    expect(await openSessions.end(place, 'f'.repeat(32), 'nobody')).toBe(false);
    expect(await openSessions.end(place, sessionId, 'the end')).toBe(true);
    expect(said(await outcome)).toBe('sallyport: the end\n');
  });

  it('has in its row how many bytes went to either side', async () => {
    const outcome = await broker.client.ssh(broker.on(web), 'cat; cat >/dev/null', { input: 'x'.repeat(100_000) });
    expect(outcome.stdout.length).toBe(100_000);
    const row = async () => (await broker.sessions()).at(-1)!;
    await eventually('it is closed', async () => (await row())['ended_at'] !== null);
    expect(await row()).toMatchObject({ state: 'closed', bytes_to_user: '100000', bytes_to_host: '100000' });
  });
});
