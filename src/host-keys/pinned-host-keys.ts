import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.ts';
import { HotPool } from '../database/hot-pool.ts';
import { HostKeys, type HostAddress, type HostKeyPin } from './host-keys.api.ts';
import { keyTypeOf } from './key-type.ts';

/** Pins in the database, shared by all nodes. The table's key decides which of two first uses pins; the other one compares. */
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

  async forget(host: HostAddress): Promise<void> {
    await this.pool.query({
      name: 'host-keys.forget',
      text: 'delete from host_key_pins where account_id = $1 and address = $2 and port = $3',
      values: placeOf(host),
    });
  }

  /** The new pin, or undefined when somebody else pinned at the same time. */
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

/** Host names are the same in either case. */
function placeOf({ accountId, address, port }: HostAddress): [string, string, number] {
  return [accountId, address.toLowerCase(), port];
}
