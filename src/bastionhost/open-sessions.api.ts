import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Events } from '../events/events.api.ts';
import type { BastionListener } from './bastionhost.api.ts';
import { isSessionOpen } from './sessions/open-session-rows.ts';

/** The instance that a session came in through. */
export type SessionPlace = Pick<BastionListener, 'accountId' | 'instanceId'>;

/** The open sessions of an instance, whichever process runs them. */
@Injectable()
export class OpenSessions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: Events,
  ) {}

  /**
   * Has the session's process end it, within a second. The engineer is shown `reason`, which is also kept in the
   * session's row. Returns false when the instance has no such open session. A process that is cut off from the
   * database for minutes misses the event, so a session that is still listed must be ended again.
   */
  end({ accountId, instanceId }: SessionPlace, sessionId: string, reason: string): Promise<boolean> {
    const session = { accountId, instanceId, sessionId };
    return this.dataSource.transaction(async (tx) => {
      const isOpen = await isSessionOpen(tx, session);
      if (isOpen) await this.events.publish(tx, { kind: 'SessionEndWanted', ...session, reason });
      return isOpen;
    });
  }
}
