import type { ModuleParts } from '../module-parts.ts';
import { JournalRows } from './journal-rows.ts';
import { SessionHeartbeat } from './session-heartbeat.entity.ts';
import { SessionRecords } from './session-records.ts';
import { Session } from './session.entity.ts';

export const sessionsParts: ModuleParts = {
  entities: [Session, SessionHeartbeat],
  inner: [JournalRows],
  shown: [SessionRecords],
};
