import { DataSource } from 'typeorm';
import { SessionHeartbeat } from '../../../src/bastionhost/sessions/session-heartbeat.entity.ts';
import { Session } from '../../../src/bastionhost/sessions/session.entity.ts';
import type { BastionApplication } from '../bastion-application.ts';
import { region } from '../bastion-account.ts';

const startedAt = new Date('2026-01-01T10:00:00Z');
/** Of a process that never dies: the service would close its sessions after a minute. */
const journal = { journalId: 'elsewhere', aliveAt: new Date('2126-01-01T10:00:00Z') };

/** Writes the rows of sessions as the journal does, without any connection. The id is the digit, 32 times. */
export async function recordSessions(
  bastion: BastionApplication,
  sessions: Readonly<Record<string, Partial<Session>>>,
): Promise<void> {
  const { accountId } = bastion.app;
  const common = { accountId, region, instanceId: bastion.instanceId, startedAt, journalId: journal.journalId };
  const rows = Object.entries(sessions).map(([digit, session]) => ({
    sessionId: digit.repeat(32),
    ...common,
    ...who,
    ...where,
    state: 'closed' as const,
    ...session,
  }));
  const { manager } = bastion.app.get(DataSource);
  await manager.upsert(SessionHeartbeat, journal, ['journalId']);
  await manager.insert(Session, rows);
}

const who = { userId: '1', userName: 'alice', sourceAddress: '198.51.100.1' };
const where = {
  hostId: '2',
  hostName: 'web-01',
  hostAddress: '10.8.0.1',
  hostPort: 22,
  hostAccountId: '3',
  hostAccountName: 'root',
  credentialSource: 'local' as const,
};
