import { hostname } from 'node:os';
import type { Members } from '../support/api-clients.ts';
import { eventually } from '../support/eventually.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { BrokerUnderTest, said, type Server } from './broker-under-test.ts';
import { TwoBrokers } from './two-brokers.ts';

describeWithSshd('a session that another process interrupts', () => {
  let both: TwoBrokers;
  let administration: BrokerUnderTest;
  let broker: BrokerUnderTest;
  let web: Server;

  beforeAll(async () => {
    both = await TwoBrokers.start();
    ({ administration, broker } = both);
    web = await administration.server('web-01');
    await administration.engineer('alice', [web]);
  });
  afterAll(() => both.stop());

  const active = async (by = administration) => (await by.bastionhost('ListSessions', { State: 'Active' })).Sessions;
  const interrupt = (ids: string[], Reason?: string, by = administration) =>
    by.bastionhost('InterruptSessions', { SessionIds: JSON.stringify(ids), ...(Reason && { Reason }) });
  const codes = async (answer: Promise<Members>) => (await answer)['Results'].map(({ Code }: Members) => Code);

  /** A command that would keep running, and its session as the other process lists it. */
  async function running(seconds: number): Promise<[ReturnType<typeof broker.client.ssh>, Members]> {
    const outcome = broker.client.ssh(broker.on(web), `echo there; exec sleep ${seconds}`);
    const isRunning = ({ command }: { command: string }) => command === `sleep ${seconds}`;
    await eventually('it runs', async () => (await web.sshd.processes()).some(isRunning));
    const sessions = await active();
    expect(sessions).toHaveLength(1);
    return [outcome, sessions[0]];
  }

  it('shows its engineer why it ends, is then no longer active, and leads to who ended it', async () => {
    const [outcome, { SessionId, ...session }] = await running(4712);
    expect(session).toMatchObject({ UserName: 'alice', HostName: 'web-01', CredentialSource: 'KMS' });
    const [{ process: runsIn }] = (await broker.query('select process from bastion_sessions')) as [Members];
    expect(runsIn).toBe(`${hostname()}:${process.pid}`);
    const { RequestId, Results } = await interrupt([SessionId, 'f'.repeat(32)], 'maintenance');
    expect(Results).toEqual([
      { Code: 'OK', Message: '', SessionId },
      { Code: 'OBJECT_NOT_FOUND', Message: '', SessionId: 'f'.repeat(32) },
    ]);
    const ended = await outcome;
    expect([ended.status, ended.stdout.toString()]).toEqual([255, 'there\n']);
    const reason = `an administrator ended this session: maintenance (request ${RequestId})`;
    expect(said(ended)).toBe(`sallyport: ${reason}\n`);
    await eventually('it is active no more', async () => (await active()).length === 0);
    const { Session } = await administration.bastionhost('GetSession', { SessionId });
    expect(Session).toMatchObject({ State: 'Failed', EndReason: reason, BytesToHost: 0 });
    expect(await administration.audited('InterruptSessions')).toMatchObject([{ request_id: RequestId, result: 'OK' }]);
    expect(await codes(interrupt([SessionId]))).toEqual(['OBJECT_NOT_FOUND']);
  });

  it('Z10: is neither listed nor ended for another account', async () => {
    const [outcome, { SessionId }] = await running(4713);
    const other = await administration.anotherAccount();
    expect(await active(other)).toEqual([]);
    expect(await codes(interrupt([SessionId], undefined, other))).toEqual(['OBJECT_NOT_FOUND']);
    expect(await codes(interrupt([SessionId]))).toEqual(['OK']);
    expect(said(await outcome)).toMatch(/^sallyport: an administrator ended this session \(request [0-9A-F-]+\)\n$/);
  });

  it('has in its row how many bytes went to either side', async () => {
    const outcome = await broker.client.ssh(broker.on(web), 'cat; cat >/dev/null', { input: 'x'.repeat(100_000) });
    expect(outcome.stdout.length).toBe(100_000);
    const last = async () => (await administration.bastionhost('ListSessions')).Sessions[0];
    await eventually('it has ended', async () => (await last()).EndTime !== undefined);
    expect(await last()).toMatchObject({ State: 'Closed', BytesToUser: 100_000, BytesToHost: 100_000 });
  });
});
