import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { pageOffset, type Page, type PageRequest } from '../../common/page.ts';
import { creatorOf } from '../creator.ts';
import { KmsErrors } from '../kms.errors.ts';
import { narrowKeys, type KeyFilter } from './key-filters.ts';
import { KeyMaterials, type SealedKeyVersion } from './key-materials.service.ts';
import { newKeyId, newKeyVersionId, ownKeyId } from './key-name.ts';
import { requireEnabled } from './key-state.ts';
import { KeyVersion } from './key-version.entity.ts';
import { Key, type KeyState, type KeyTag } from './key.entity.ts';

export interface KeyDraft {
  readonly description: string;
  readonly tags: readonly KeyTag[];
}

type Owner = Pick<Key, 'creatorType' | 'creator'>;

/** The account's service key for secrets that name no key of their own. */
const secretsManager: Owner = { creatorType: 'Service', creator: 'SecretsManager' };

@Injectable()
export class KeysService {
  constructor(
    @InjectRepository(Key) private readonly keys: Repository<Key>,
    private readonly materials: KeyMaterials,
    private readonly clock: Clock,
  ) {}

  async create(caller: Caller, draft: KeyDraft): Promise<Key> {
    const key = this.newKey(caller, draft, { creatorType: 'User', creator: creatorOf(caller) });
    await this.keys.manager.transaction((tx) => this.insert(tx, key));
    return key;
  }

  /** By id or ARN. Throws Forbidden.KeyNotFound or Forbidden.AliasNotFound. */
  async find(caller: Caller, keyIdOrArn: string): Promise<Key> {
    const keyId = ownKeyId(caller, keyIdOrArn);
    const key = keyId === undefined ? null : await this.keys.findOneBy({ ...ownerOf(caller), keyId });
    if (key) return key;
    throw keyIdOrArn.startsWith('alias/') ? KmsErrors.AliasNotFound() : KmsErrors.KeyNotFound();
  }

  async list(caller: Caller, filters: readonly KeyFilter[], page: PageRequest): Promise<Page<Key>> {
    const query = this.keys.createQueryBuilder('key').where(ownerOf(caller));
    const [items, total] = await narrowKeys(query, filters)
      .orderBy('key.createdAt')
      .addOrderBy('key.keyId')
      .offset(pageOffset(page))
      .limit(page.size)
      .getManyAndCount();
    return { items, total };
  }

  async setState(caller: Caller, keyIdOrArn: string, state: KeyState): Promise<void> {
    const { keyId } = await this.find(caller, keyIdOrArn);
    await this.keys.update({ ...ownerOf(caller), keyId }, { state });
  }

  /** The key that a new secret is encrypted under: the one named, else the account's service key, made at the first need. */
  async forNewSecret(caller: Caller, keyIdOrArn?: string): Promise<Key> {
    return keyIdOrArn === undefined ? this.serviceKey(caller) : this.find(caller, keyIdOrArn);
  }

  /** The version of a key that new values are encrypted under. Throws Rejected.Disabled. */
  async primaryVersion(caller: Caller, tx: EntityManager, keyId: string): Promise<SealedKeyVersion> {
    const { primaryVersionId } = await tx.findOneByOrFail(Key, { ...ownerOf(caller), keyId });
    return this.version(caller, tx, { keyId, keyVersionId: primaryVersionId });
  }

  /** Any version of a key. Throws Rejected.Disabled. */
  async version(
    caller: Caller,
    tx: EntityManager,
    version: Pick<KeyVersion, 'keyId' | 'keyVersionId'>,
  ): Promise<SealedKeyVersion> {
    const { keyId, keyVersionId } = version;
    requireEnabled((await tx.findOneByOrFail(Key, { ...ownerOf(caller), keyId })).state);
    return tx.findOneByOrFail(KeyVersion, { ...ownerOf(caller), keyId, keyVersionId });
  }

  private async serviceKey(caller: Caller): Promise<Key> {
    const find = () => this.keys.findOneBy({ ...ownerOf(caller), ...secretsManager });
    const existing = await find();
    if (existing) return existing;
    const key = this.newKey(caller, { description: '', tags: [] }, secretsManager);
    await this.keys.manager.transaction((tx) => this.insert(tx, key));
    return (await find()) as Key;
  }

  private newKey(caller: Caller, draft: KeyDraft, owner: Owner): Key {
    return this.keys.create({
      ...ownerOf(caller),
      ...owner,
      keyId: newKeyId(),
      state: 'Enabled',
      spec: 'Aliyun_AES_256',
      usage: 'ENCRYPT/DECRYPT',
      origin: 'Aliyun_KMS',
      protectionLevel: 'SOFTWARE',
      description: draft.description,
      tags: [...draft.tags],
      policy: null,
      primaryVersionId: newKeyVersionId(),
      createdAt: this.clock.now(),
    });
  }

  // Another call may have made the service key meanwhile: then its unique index makes this insert do nothing.
  private async insert(tx: EntityManager, key: Key): Promise<void> {
    const inserted = await tx
      .createQueryBuilder()
      .insert()
      .into(Key)
      .values(key)
      .orIgnore()
      .returning(['keyId'])
      .execute();
    if ((inserted.raw as unknown[]).length === 0) return;
    const { accountId, region, keyId, primaryVersionId: keyVersionId, createdAt } = key;
    const place = { accountId, region, keyId, keyVersionId };
    await tx.insert(KeyVersion, { ...place, sealedMaterial: this.materials.make(place), createdAt });
  }
}

function ownerOf({ accountId, region }: Caller) {
  return { accountId, region };
}
