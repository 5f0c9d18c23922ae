import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.ts';
import { ConnectableAccountRows } from './access/connectable-account-rows.ts';
import type { AuthenticatedUser, ConnectableAccountPage, ConnectableFilter } from './bastionhost.api.ts';

// PostgreSQL rejects NUL in text. Nothing that is listed contains a control character, or is longer.
const possibleText = /^[^\p{Cc}]{0,500}$/u;

/** What a user can connect to at this moment: the same accounts as ConnectionPermits issues permits for. */
@Injectable()
export class ConnectableAccounts {
  constructor(
    private readonly rows: ConnectableAccountRows,
    private readonly clock: Clock,
  ) {}

  /** By host name, then account name; RDP accounts are left out. */
  async list(
    user: Pick<AuthenticatedUser, 'accountId' | 'instanceId' | 'userId'>,
    { text = '', offset, limit }: ConnectableFilter,
  ): Promise<ConnectableAccountPage> {
    if (!possibleText.test(text)) return { rows: [], total: 0 };
    return this.rows.page(user, { text, offset, limit }, this.clock.now());
  }
}
