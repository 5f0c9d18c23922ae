import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { omitUndefined } from '../../common/omit-undefined.ts';
import type { Page, PageRequest } from '../../common/page.ts';
import type { Redacted } from '../../common/redacted.ts';
import { countedRows } from '../../database/counted-page.ts';
import { insertNew } from '../../database/insert-new.ts';
import { uniqueViolation } from '../../database/unique-violation.ts';
import { Events } from '../../events/events.api.ts';
import { BastionhostErrors, invalidParameter } from '../bastionhost.errors.ts';
import { rowOf, within, type Bastion, type BastionKey } from '../instances/bastion.ts';
import { lockHostAccounts } from './host-account-rows.ts';
import { HostAccount } from './host-account.entity.ts';
import { HostShareKey } from './host-share-key.entity.ts';
import {
  decodeSecret,
  hostShareKeyOwner,
  LocalCredentials,
  type OpenedKey,
  type SealedKey,
} from './local-credentials.ts';

/** A new shared key. The key and its passphrase are in Base64. */
export interface ShareKeyDraft {
  readonly keyName: string;
  readonly privateKey: Redacted<string>;
  readonly passphrase?: Redacted<string>;
}

export type ShownShareKey = Pick<HostShareKey, 'id' | 'keyName' | 'privateKeyFingerprint' | 'keyChangedAt'>;
export type CountedShareKey = ShownShareKey & { readonly accountCount: number };

/** The shared keys of an instance. A connection reads its key when it is made, so a changed key is used by the next. */
@Injectable()
export class HostShareKeys {
  constructor(
    @InjectRepository(HostShareKey) private readonly keys: Repository<HostShareKey>,
    private readonly credentials: LocalCredentials,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Returns the new key's id. @throws InvalidParameter, HostShareKeyAlreadyExists */
  async create(bastion: Bastion, { keyName, ...draft }: ShareKeyDraft): Promise<string> {
    const key = await this.check(draft);
    const now = this.clock.now();
    return this.keys.manager.transaction(async (tx) => {
      // The key is sealed for its row, so the id comes first.
      const place = { ...rowOf(bastion), id: await nextId(tx) };
      const sealed = this.credentials.sealKey(hostShareKeyOwner(place), key);
      const row = { ...place, keyName, ...sealed, keyChangedAt: now, createdAt: now };
      const [id] = await insertNew(tx, HostShareKey, row, 'id');
      if (!id) throw BastionhostErrors.HostShareKeyAlreadyExists();
      return id;
    });
  }

  /** @throws HostShareKeyNotFound */
  async get(bastion: BastionKey, id: string): Promise<ShownShareKey> {
    return found(await this.keys.findOneBy({ ...within(bastion), id }));
  }

  /** Locks the key against deletion until the transaction ends. @throws HostShareKeyNotFound */
  async hold(tx: EntityManager, bastion: BastionKey, id: string): Promise<void> {
    const where = { ...within(bastion), id };
    found(await tx.findOne(HostShareKey, { select: { id: true }, where, lock: { mode: 'for_key_share' } }));
  }

  /** @throws HostShareKeyNotFound */
  async sealed(bastion: BastionKey, id: string): Promise<SealedKey> {
    const select = { id: true, sealedPrivateKey: true, sealedPassphrase: true } as const;
    return found(await this.keys.findOne({ select, where: { ...within(bastion), id } }));
  }

  /** @throws HostShareKeyNotFound */
  async open(bastion: BastionKey, id: string): Promise<OpenedKey | undefined> {
    return this.credentials.openKey(hostShareKeyOwner({ ...bastion, id }), await this.sealed(bastion, id));
  }

  list(bastion: BastionKey, page: PageRequest): Promise<Page<CountedShareKey>> {
    const query = this.keys
      .createQueryBuilder('k')
      .select(['k.id as "id"', 'k.key_name as "keyName"', 'k.private_key_fingerprint as "privateKeyFingerprint"'])
      .addSelect('k.key_changed_at', 'keyChangedAt')
      .addSelect(
        (accounts) => accounts.select('count(*)::integer').from(HostAccount, 'a').where('a.hostShareKeyId = k.id'),
        'accountCount',
      )
      .where(within(bastion))
      .orderBy('k.id');
    return countedRows<CountedShareKey>(query, page);
  }

  /** Undefined members stay as they are. @throws InvalidParameter, HostShareKeyNotFound, HostShareKeyAlreadyExists */
  async modify(bastion: BastionKey, id: string, { keyName, ...change }: Partial<ShareKeyDraft>): Promise<void> {
    const owner = hostShareKeyOwner({ ...within(bastion), id });
    const { privateKey, passphrase } = change;
    if (passphrase && !privateKey) throw invalidParameter('PassPhrase');
    const key = privateKey && (await this.check({ privateKey, passphrase }));
    const sealed = key && { ...this.credentials.sealKey(owner, key), keyChangedAt: this.clock.now() };
    const changed = omitUndefined({ keyName, ...sealed });
    if (Object.keys(changed).length === 0) return void (await this.get(bastion, id));
    try {
      const { affected } = await this.keys.update({ ...within(bastion), id }, changed);
      if (!affected) throw BastionhostErrors.HostShareKeyNotFound();
    } catch (error) {
      throw uniqueViolation(error) ? BastionhostErrors.HostShareKeyAlreadyExists() : error;
    }
  }

  /** Its accounts log on with their own credentials from then on. @throws HostShareKeyNotFound */
  async delete(bastion: BastionKey, id: string): Promise<void> {
    await this.keys.manager.transaction(async (tx) => {
      const where = { ...within(bastion), id };
      found(await tx.findOne(HostShareKey, { select: { id: true }, where, lock: { mode: 'pessimistic_write' } }));
      await lockHostAccounts(tx, { ...within(bastion), hostShareKeyId: id });
      await tx.delete(HostShareKey, where);
      await this.events.publish(tx, { kind: 'AccessChanged', ...within(bastion) });
    });
  }

  private check({ privateKey, passphrase }: Omit<ShareKeyDraft, 'keyName'>) {
    return this.credentials.checkKey(privateKey, passphrase && decodeSecret('PassPhrase', passphrase));
  }
}

function found(key: HostShareKey | null): HostShareKey {
  if (!key) throw BastionhostErrors.HostShareKeyNotFound();
  return key;
}

async function nextId(tx: EntityManager): Promise<string> {
  const [row] = await tx.query<[{ id: string }]>(
    `select nextval(pg_get_serial_sequence('bastion_host_share_keys', 'id')) as id`,
  );
  return row.id;
}
