import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { omitUndefined } from '../../common/omit-undefined.ts';
import type { Page, PageRequest } from '../../common/page.ts';
import { countedPage } from '../../database/counted-page.ts';
import { insertNew } from '../../database/insert-new.ts';
import { uniqueViolation } from '../../database/unique-violation.ts';
import { Events } from '../../events/events.api.ts';
import { KeyError, parsePublicKey } from '../../ssh/keys.ts';
import { BastionhostErrors, invalidParameter } from '../bastionhost.errors.ts';
import { rowOf, within, type Bastion } from '../instances/bastion.ts';
import { UserPublicKey } from './user-public-key.entity.ts';
import { UsersService } from './users.ts';

export interface PublicKeyDraft {
  readonly userId: string;
  readonly keyName: string;
  readonly comment: string;
  /** A line of an authorized_keys file, in Base64. */
  readonly encodedLine: string;
}

/** The owner of a key stays the same. */
export type PublicKeyChange = Partial<Omit<PublicKeyDraft, 'userId'>>;

/** What NIST SP 800-57 still allows. Shorter ones are accepted from servers alone, which are not ours to choose. */
const leastRsaBits = 2048;

@Injectable()
export class UserPublicKeysService {
  constructor(
    @InjectRepository(UserPublicKey) private readonly keys: Repository<UserPublicKey>,
    private readonly users: UsersService,
    private readonly clock: Clock,
    private readonly events: Events,
  ) {}

  /** A user can have each key only once: deleting it must withdraw the access. */
  async create(bastion: Bastion, draft: PublicKeyDraft): Promise<string> {
    const key = read(draft.encodedLine);
    return this.keys.manager.transaction(async (tx) => {
      const user = await this.users.hold(tx, bastion, draft.userId);
      if (!user) throw BastionhostErrors.UserNotFound();
      const { userId, keyName, comment } = draft;
      const row = { ...rowOf(bastion), userId, keyName, comment, ...key, createdAt: this.clock.now() };
      const [id] = await insertNew(tx, UserPublicKey, row, 'id');
      if (!id) throw BastionhostErrors.UserPublicKeyAlreadyExists();
      return id;
    });
  }

  /** Undefined members stay as they are. Connections that logged on with a key that is replaced end. */
  async modify(bastion: Bastion, publicKeyId: string, change: PublicKeyChange): Promise<void> {
    const { encodedLine, ...names } = change;
    const changed = omitUndefined({ ...names, ...(encodedLine !== undefined && read(encodedLine)) });
    const where = { ...within(bastion), id: publicKeyId };
    await this.keys.manager.transaction(async (tx) => {
      const before = await tx.findOne(UserPublicKey, { where, lock: { mode: 'for_no_key_update' } });
      if (!before) throw BastionhostErrors.UserPublicKeyNotFound();
      if (Object.keys(changed).length === 0) return;
      await update(tx, where, changed);
      if (changed.publicKey)
        await this.events.publish(tx, { kind: 'AccessWithdrawn', ...within(bastion), publicKeyId });
    });
  }

  /** The keys of one user, or of all users. */
  async list(bastion: Bastion, userId: string | undefined, page: PageRequest): Promise<Page<UserPublicKey>> {
    const query = this.keys.createQueryBuilder('key').where(within(bastion)).orderBy('key.id');
    if (userId !== undefined) query.andWhere({ userId });
    return countedPage(query, page);
  }

  /** The id of this key (SSH wire form) among the user's keys; undefined when the user does not have it. */
  async idOf(user: { accountId: string; id: string }, publicKey: Buffer): Promise<string | undefined> {
    const where = { accountId: user.accountId, userId: user.id, publicKey };
    return (await this.keys.findOne({ where, select: { id: true } }))?.id;
  }

  async delete(bastion: Bastion, publicKeyId: string): Promise<void> {
    await this.keys.manager.transaction(async (tx) => {
      const { affected } = await tx.delete(UserPublicKey, { ...within(bastion), id: publicKeyId });
      if (!affected) throw BastionhostErrors.UserPublicKeyNotFound();
      await this.events.publish(tx, { kind: 'AccessWithdrawn', ...within(bastion), publicKeyId });
    });
  }
}

async function update(
  tx: EntityManager,
  where: Partial<UserPublicKey>,
  changed: Partial<UserPublicKey>,
): Promise<void> {
  try {
    await tx.update(UserPublicKey, where, changed);
  } catch (error) {
    throw uniqueViolation(error) ? BastionhostErrors.UserPublicKeyAlreadyExists() : error;
  }
}

/** The key in such a line. @throws InvalidParameter when nobody could log on with it */
function read(encodedLine: string): Pick<UserPublicKey, 'publicKey' | 'fingerprint'> {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(encodedLine)) throw invalidParameter('PublicKey');
  try {
    const key = parsePublicKey(Buffer.from(encodedLine, 'base64').toString());
    if ((key.rsaBits ?? leastRsaBits) < leastRsaBits) throw invalidParameter('PublicKey');
    return { publicKey: key.blob, fingerprint: key.fingerprintMd5 };
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    throw invalidParameter('PublicKey');
  }
}
