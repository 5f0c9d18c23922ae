import { GetSession } from './get-session.ts';
import { InterruptSessions } from './interrupt-sessions.ts';
import { ListSessions } from './list-sessions.ts';

export const sessionsOperations = [ListSessions, GetSession, InterruptSessions];
