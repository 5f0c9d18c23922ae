import { hostname } from 'node:os';
import { ConnectionPermits } from '../../../src/bastionhost/connection-permits.api.ts';
import { SessionJournal } from '../../../src/bastionhost/session-journal.api.ts';
import type { ConnectionPermit } from '../../../src/bastionhost/bastionhost.api.ts';
import { Clock } from '../../../src/common/clock.ts';
import { newSessionId } from '../../../src/common/identifiers.ts';
import type { Members } from '../../support/api-clients.ts';
import { startTestApplication } from '../../support/test-application.ts';
import { password } from '../bastion-account.ts';
import { BastionApplication } from '../bastion-application.ts';

const traffic = { toUser: 5_000_000_000, toHost: 7 };

describe('the journal of sessions', () => {
  let bastion: BastionApplication;
  let journal: SessionJournal;
  let permit: ConnectionPermit;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
    journal = bastion.app.get(SessionJournal);
    permit = await newPermit();
  });
  afterAll(() => bastion.stop());

  async function newPermit(): Promise<ConnectionPermit> {
    const userId = await bastion.user('alice');
    const hostId = await bastion.host({ HostName: 'web-01', HostPrivateAddress: '10.8.0.1' });
    await bastion.attach(userId, hostId, [await bastion.account(hostId)]);
    const { user } = (await bastion.logOn('alice', password))!;
    const target = { account: 'root', host: 'web-01' };
    return (await bastion.app.get(ConnectionPermits).issue(user, target)) as ConnectionPermit;
  }

  async function open(by = journal): Promise<string> {
    const sessionId = newSessionId();
    await by.open(sessionId, permit, { address: '198.51.100.1' });
    return sessionId;
  }

  /** Seventy seconds, with a sign of life from these journals every ten seconds. */
  async function seventySecondsPass(...journals: SessionJournal[]): Promise<void> {
    for (let step = 0; step < 7; step++) {
      bastion.app.clock.advance(10_000);
      for (const journal of journals) await journal.closeOrphans();
    }
  }

  async function row(sessionId: string): Promise<Members> {
    const [found] = await bastion.app.database.dataSource.query<[Members]>(
      'select * from bastion_sessions where session_id = $1',
      [sessionId],
    );
    return found;
  }

  it('opens a row for a connection, under its id of 32 hexadecimal digits', async () => {
    const sessionId = await open();
    expect(sessionId).toMatch(/^[0-9a-f]{32}$/);
    await expect(row(sessionId)).resolves.toMatchObject({
      account_id: permit.user.accountId,
      instance_id: bastion.instanceId,
      user_name: 'alice',
      source_address: '198.51.100.1',
      host_id: permit.hostId,
      host_name: 'web-01',
      host_address: '10.8.0.1',
      host_port: 22,
      host_account_name: 'root',
      credential_source: 'none',
      state: 'active',
      connected_at: null,
      ended_at: null,
      process: `${hostname()}:${process.pid}`,
    });
  });

  it('notes which version of which secret logged on', async () => {
    const sessionId = await open();
    await journal.connected(sessionId, { secretName: 'acs/ecs/x', versionId: 'v7' });
    await expect(row(sessionId)).resolves.toMatchObject({
      kms_secret_name: 'acs/ecs/x',
      kms_version_id: 'v7',
      connected_at: expect.any(Date),
      state: 'active',
    });
  });

  it('closes a row with how the session ended', async () => {
    const closed = await open();
    const failed = await open();
    await journal.close(closed, { outcome: 'closed' }, traffic);
    await journal.close(failed, { outcome: 'failed', reason: 'the target did not answer' }, traffic);
    await expect(row(closed)).resolves.toMatchObject({
      state: 'closed',
      end_reason: null,
      ended_at: expect.any(Date),
      bytes_to_user: '5000000000',
      bytes_to_host: '7',
    });
    await expect(row(failed)).resolves.toMatchObject({ state: 'failed', end_reason: 'the target did not answer' });
  });

  it('closes rows of a process that died, and leaves those of processes that live', async () => {
    const other = await startTestApplication({ database: bastion.app.database });
    const abandoned = await open(other.get(SessionJournal));
    const ended = await open(other.get(SessionJournal));
    await other.get(SessionJournal).close(ended, { outcome: 'closed' }, traffic);
    const own = await open();

    await journal.closeOrphans();
    await expect(row(abandoned)).resolves.toMatchObject({ state: 'active' });

    await other.stop();
    await seventySecondsPass(journal);
    await expect(row(abandoned)).resolves.toMatchObject({ state: 'lost', ended_at: expect.any(Date) });
    await expect(row(ended)).resolves.toMatchObject({ state: 'closed' });
    await expect(row(own)).resolves.toMatchObject({ state: 'active' });
  });

  it('leaves rows of a process that was cut off from the database together with all others', async () => {
    const overrides = [{ token: Clock, value: bastion.app.clock }];
    const other = await startTestApplication({ database: bastion.app.database, overrides });
    const otherJournal = other.get(SessionJournal);
    const cutOff = await open(otherJournal);
    const dead = await open();
    const assignToDeadJournal = `update bastion_sessions set journal_id = 'dead' where session_id = $1`;
    await bastion.app.database.dataSource.query(assignToDeadJournal, [dead]);

    // No sign of life was written in the meantime.
    bastion.app.clock.advance(90_000);
    await journal.closeOrphans();
    await expect(row(cutOff)).resolves.toMatchObject({ state: 'active' });
    await seventySecondsPass(journal, otherJournal);
    await expect(row(cutOff)).resolves.toMatchObject({ state: 'active' });
    await expect(row(dead)).resolves.toMatchObject({ state: 'lost' });
    await other.stop();
  });

  it('closes a row that was written after its session had ended', async () => {
    const late = await open();
    const staying = await open();
    await journal.close(late, { outcome: 'failed', reason: 'ServiceUnavailable' }, traffic);
    await bastion.app.database.dataSource.query(
      `update bastion_sessions set state = 'active', ended_at = null, end_reason = null where session_id = $1`,
      [late],
    );
    await journal.closeOrphans();
    await expect(row(late)).resolves.toMatchObject({ state: 'active' });
    await seventySecondsPass(journal);
    await expect(row(late)).resolves.toMatchObject({ state: 'lost', ended_at: expect.any(Date) });
    await expect(row(staying)).resolves.toMatchObject({ state: 'active' });
  });

  it('keeps the row of a session whose user and host were deleted', async () => {
    const sessionId = await open();
    await bastion.call('DeleteUser', { UserId: permit.user.userId });
    await bastion.call('DeleteHost', { HostId: permit.hostId });
    await expect(row(sessionId)).resolves.toMatchObject({ user_name: 'alice', host_name: 'web-01' });
  });
});
