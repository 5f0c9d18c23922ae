import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../common/clock.ts';
import { HotPool } from '../database/hot-pool.ts';
import { HostKeys, type HostAddress, type HostKeyPin } from './host-keys.api.ts';
import { keyTypeOf } from './key-type.ts';

/**
 * Pins in the database, shared by all nodes. On two simultaneous first uses, the table's primary key decides which one
 * pins; the other one compares.
 */
@Injectable()
export class PinnedHostKeys extends HostKeys {
  constructor(
    private readonly pool: HotPool,
    private readonly clock: Clock,
  ) {
    super();
  }

  async trust(host: HostAddress, publicKey: Buffer): Promise<boolean> {
    const pin = (await this.find(host)) ?? (await this.pin(host, publicKey)) ?? (await this.find(host));
    return pin !== undefined && pin.publicKey.equals(publicKey);
  }

  async find(host: HostAddress): Promise<HostKeyPin | undefined> {
    const [pin] = await this.pool.query<HostKeyPin>({
      name: 'host-keys.find',
      text: `
        select key_type as "keyType", public_key as "publicKey" from host_key_pins
        where account_id = $1 and address = $2 and port = $3`,
      values: placeOf(host),
    });
    return pin;
  }

  async hold(tx: EntityManager, host: HostAddress, holder: string): Promise<void> {
    const values = [...placeOf(host), holder];
    await tx.query(`insert into host_key_holders ${columns} values ($1, $2, $3, $4) on conflict do nothing`, values);
  }

  async release(tx: EntityManager, host: HostAddress, holder: string): Promise<void> {
    const place = placeOf(host);
    // Of two holders that release at the same time, one waits here and then sees that it is the last.
    await tx.query(`select holder from host_key_holders where ${atPlace} order by holder for update`, place);
    await tx.query(`delete from host_key_holders where ${atPlace} and holder = $4`, [...place, holder]);
    const isHeld = `exists (select from host_key_holders where ${atPlace})`;
    await tx.query(`delete from host_key_pins where ${atPlace} and not ${isHeld}`, place);
  }

  /** The new pin; undefined when another process pinned at the same time. */
  private async pin(host: HostAddress, publicKey: Buffer): Promise<HostKeyPin | undefined> {
    const [pin] = await this.pool.query<HostKeyPin>({
      name: 'host-keys.pin',
      text: `
        insert into host_key_pins (account_id, address, port, key_type, public_key, pinned_at)
        values ($1, $2, $3, $4, $5, $6) on conflict do nothing
        returning key_type as "keyType", public_key as "publicKey"`,
      values: [...placeOf(host), keyTypeOf(publicKey), publicKey, this.clock.now()],
    });
    return pin;
  }
}

const columns = '(account_id, address, port, holder)';
const atPlace = 'account_id = $1 and address = $2 and port = $3';

/** Host names are case-insensitive. */
function placeOf({ accountId, address, port }: HostAddress): [string, string, number] {
  return [accountId, address.toLowerCase(), port];
}
