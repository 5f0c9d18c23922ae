import { Injectable } from '@nestjs/common';
import { InjectEntityManager } from '@nestjs/typeorm';
import { EntityManager } from 'typeorm';
import { insertNew } from '../database/insert-new.ts';
import { HostKeyHolder } from './host-key-holder.entity.ts';
import { HostKeyPinRow } from './host-key-pin.entity.ts';
import type { Place } from './place.api.ts';

/** The rows of pins and of what holds them. Addresses are in lower case. */
@Injectable()
export class HostKeyRows {
  constructor(@InjectEntityManager() private readonly manager: EntityManager) {}

  find({ accountId, networkDomainId, address, port }: Place): Promise<HostKeyPinRow | null> {
    return this.manager.findOneBy(HostKeyPinRow, { accountId, networkDomainId, address, port });
  }

  /** Returns false when something is pinned there already: the table's primary key decides. */
  async pin(row: HostKeyPinRow): Promise<boolean> {
    const pinned = await insertNew(this.manager, HostKeyPinRow, row, 'keyType');
    return pinned.length === 1;
  }

  async addHolder(tx: EntityManager, place: Place, holder: string): Promise<void> {
    await insertNew(tx, HostKeyHolder, { ...place, holder }, 'holder');
  }

  /** Also removes the pin, unless something else holds it. */
  async removeHolder(tx: EntityManager, place: Place, holder: string): Promise<void> {
    // Of two holders that release at the same time, one waits here and then sees that it is the last.
    await tx.find(HostKeyHolder, { where: place, order: { holder: 'ASC' }, lock: { mode: 'pessimistic_write' } });
    await tx.delete(HostKeyHolder, { ...place, holder });
    await tx.createQueryBuilder().delete().from(HostKeyPinRow).where(place).andWhere(isNotHeld, place).execute();
  }
}

const isNotHeld = `not exists (
  select from host_key_holders
  where account_id = :accountId and network_domain_id = :networkDomainId and address = :address and port = :port
)`;
