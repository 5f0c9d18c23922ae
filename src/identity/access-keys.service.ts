import { Injectable } from '@nestjs/common';
import { Redacted } from '../common/redacted.ts';
import { Coalescer } from '../database/coalescer.ts';
import { HotPool } from '../database/hot-pool.ts';
import { Sealing } from '../sealing/sealing.api.ts';
import { accessKeyPlace } from './access-key-place.ts';
import { AccessKeys, type AccessKey } from './identity.api.ts';

interface Row {
  readonly access_key_id: string;
  readonly account_id: string;
  readonly sealed_secret: Buffer;
  readonly active: boolean;
}

const wellFormed = /^[\w.-]{1,128}$/;

@Injectable()
export class AccessKeysService extends AccessKeys {
  private readonly lookUps = new Coalescer<string, AccessKey | undefined>((ids) => this.findAll(ids));

  constructor(
    private readonly pool: HotPool,
    private readonly sealing: Sealing,
  ) {
    super();
  }

  /** Anybody may ask, for any text; one that PostgreSQL cannot read would fail all that share its query. */
  async find(accessKeyId: string): Promise<AccessKey | undefined> {
    return wellFormed.test(accessKeyId) ? this.lookUps.load(accessKeyId) : undefined;
  }

  private async findAll(ids: string[]): Promise<(AccessKey | undefined)[]> {
    const rows = await this.pool.query<Row>({
      name: 'access-keys',
      text: 'SELECT access_key_id, account_id, sealed_secret, active FROM access_keys WHERE access_key_id = ANY($1)',
      values: [[...new Set(ids)]],
    });
    const found = new Map(rows.map((row) => [row.access_key_id, this.open(row)]));
    return ids.map((id) => found.get(id));
  }

  private open(row: Row): AccessKey {
    const place = accessKeyPlace(row.account_id, row.access_key_id);
    const secret = this.sealing.open(row.sealed_secret, place).reveal().toString('utf8');
    return {
      id: row.access_key_id,
      secret: new Redacted(secret),
      active: row.active,
      accountId: row.account_id,
      identity: { kind: 'Account', arn: `acs:ram::${row.account_id}:root`, accessKeyId: row.access_key_id },
    };
  }
}
