import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { keepUser } from './users/ram-user-rows.ts';

/** A RAM user, who never changes their id. Whoever has the name later is somebody else. */
export interface KnownRamUser {
  readonly accountId: string;
  readonly userId: string;
}

/** What is done for each RAM user who is deleted, in the transaction that deletes them. */
export type RamUserDeletionListener = (tx: EntityManager, user: KnownRamUser) => Promise<void>;

/** Which RAM users there are, for products whose own users stand for one. */
@Injectable()
export class KnownRamUsers {
  private readonly listeners: RamUserDeletionListener[] = [];

  /** Whether the account has this user. If so, they are not deleted before the transaction ends. */
  keep(tx: EntityManager, user: KnownRamUser): Promise<boolean> {
    return keepUser(tx, user);
  }

  /** Must be called while the service starts. A listener that throws prevents the user from being deleted. */
  onDelete(listener: RamUserDeletionListener): void {
    this.listeners.push(listener);
  }

  /** Must be called after the row is gone, since until then others may still rely on it by `keep`. */
  async announceDeletion(tx: EntityManager, user: KnownRamUser): Promise<void> {
    for (const listener of this.listeners) await listener(tx, user);
  }
}
