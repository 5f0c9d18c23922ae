import { Injectable } from '@nestjs/common';
import { InjectEntityManager } from '@nestjs/typeorm';
import { EntityManager } from 'typeorm';
import { Clock } from '../common/clock.ts';
import { insertNew } from '../database/insert-new.ts';
import { HostKeyHolder } from './host-key-holder.entity.ts';
import { HostKeyPinRow } from './host-key-pin.entity.ts';
import { HostKeys, type HostAddress, type HostKeyPin } from './host-keys.api.ts';
import { keyTypeOf } from './key-type.ts';

/**
 * Pins in the database, shared by all nodes. On two simultaneous first uses, the table's primary key decides which one
 * pins; the other one compares.
 */
@Injectable()
export class PinnedHostKeys extends HostKeys {
  constructor(
    @InjectEntityManager() private readonly manager: EntityManager,
    private readonly clock: Clock,
  ) {
    super();
  }

  async trust(host: HostAddress, publicKey: Buffer): Promise<boolean> {
    const pin = (await this.find(host)) ?? (await this.pin(host, publicKey)) ?? (await this.find(host));
    return pin !== undefined && pin.publicKey.equals(publicKey);
  }

  async find(host: HostAddress): Promise<HostKeyPin | undefined> {
    const row = await this.manager.findOneBy(HostKeyPinRow, placeOf(host));
    return row ? { keyType: row.keyType, publicKey: row.publicKey } : undefined;
  }

  async hold(tx: EntityManager, host: HostAddress, holder: string): Promise<void> {
    await insertNew(tx, HostKeyHolder, { ...placeOf(host), holder }, 'holder');
  }

  async release(tx: EntityManager, host: HostAddress, holder: string): Promise<void> {
    const place = placeOf(host);
    // Of two holders that release at the same time, one waits here and then sees that it is the last.
    await tx.find(HostKeyHolder, { where: place, order: { holder: 'ASC' }, lock: { mode: 'pessimistic_write' } });
    await tx.delete(HostKeyHolder, { ...place, holder });
    await tx.createQueryBuilder().delete().from(HostKeyPinRow).where(place).andWhere(isNotHeld, place).execute();
  }

  /** The new pin; undefined when another process pinned at the same time. */
  private async pin(host: HostAddress, publicKey: Buffer): Promise<HostKeyPin | undefined> {
    const pin = { ...placeOf(host), keyType: keyTypeOf(publicKey), publicKey, pinnedAt: this.clock.now() };
    const [pinned] = await insertNew(this.manager, HostKeyPinRow, pin, 'keyType');
    return pinned === undefined ? undefined : pin;
  }
}

const isNotHeld = `not exists (
  select from host_key_holders where account_id = :accountId and address = :address and port = :port
)`;

/** Host names are case-insensitive. */
function placeOf({ accountId, address, port }: HostAddress): HostAddress {
  return { accountId, address: address.toLowerCase(), port };
}
