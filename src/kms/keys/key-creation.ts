import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { insertNew } from '../../database/insert-new.ts';
import { creatorOf } from '../creator.ts';
import { KmsErrors } from '../kms.errors.ts';
import { KeyMaterials } from './key-materials.ts';
import { newKeyId, newKeyVersionId } from './key-name.ts';
import { rotationFrom } from './key-rotation-policy.ts';
import { algorithmOf, usageOf, type KeySpec, type KeyUsage } from './key-spec.ts';
import { KeyVersion } from './key-version.entity.ts';
import { Key, type KeyOrigin, type KeyTag } from './key.entity.ts';

export interface KeyDraft {
  readonly spec: KeySpec;
  readonly usage?: KeyUsage;
  readonly origin: KeyOrigin;
  readonly description: string;
  readonly tags: readonly KeyTag[];
  readonly policy?: string;
  readonly instanceId?: string;
  /** Undefined: no automatic rotation. */
  readonly rotationSeconds?: number;
}

type Owner = Pick<Key, 'creatorType' | 'creator'>;

/** Marks the account's service key, which is for secrets that name no key of their own. */
const secretsManager: Owner = { creatorType: 'Service', creator: 'SecretsManager' };
const serviceKeyDraft: KeyDraft = { spec: 'Aliyun_AES_256', origin: 'Aliyun_KMS', description: '', tags: [] };

@Injectable()
export class KeyCreation {
  private readonly serviceKeyIds = new Map<string, string>();

  constructor(
    @InjectRepository(Key) private readonly keys: Repository<Key>,
    private readonly materials: KeyMaterials,
    private readonly clock: Clock,
  ) {}

  /** @throws UnsupportedOperation, InvalidParameter when the parts of the draft do not fit each other */
  async create(caller: Caller, draft: KeyDraft): Promise<Key> {
    requireRotatable(draft);
    const key = this.newKey(caller, draft, { creatorType: 'User', creator: creatorOf(caller) });
    await this.insert(key);
    return key;
  }

  /**
   * The id of the account's service key for secrets, which is made when it is first needed. The id never changes, since
   * no call deletes that key.
   */
  async serviceKeyId(caller: Caller): Promise<string> {
    const place = `${caller.accountId} ${caller.region}`;
    const known = this.serviceKeyIds.get(place);
    if (known) return known;
    const { keyId } = await this.serviceKey(caller);
    this.serviceKeyIds.set(place, keyId);
    return keyId;
  }

  private async serviceKey(caller: Caller): Promise<Key> {
    const { accountId, region } = caller;
    const find = () => this.keys.findOneBy({ accountId, region, ...secretsManager });
    const existing = await find();
    if (existing) return existing;
    await this.insert(this.newKey(caller, serviceKeyDraft, secretsManager));
    return (await find()) as Key;
  }

  private newKey({ accountId, region }: Caller, draft: KeyDraft, owner: Owner): Key {
    const now = this.clock.now();
    const usage = usageOf(draft.spec, draft.usage);
    if (!usage) throw KmsErrors.InvalidParameter({ Name: 'KeyUsage' });
    return Object.assign(new Key(), {
      accountId,
      region,
      ...owner,
      keyId: newKeyId(),
      state: draft.origin === 'EXTERNAL' ? 'PendingImport' : 'Enabled',
      spec: draft.spec,
      usage,
      origin: draft.origin,
      protectionLevel: 'SOFTWARE',
      instanceId: draft.instanceId ?? null,
      description: draft.description,
      tags: [...draft.tags],
      policy: draft.policy ?? null,
      primaryVersionId: newKeyVersionId(),
      createdAt: now,
      deletionAt: null,
      deletionProtected: false,
      deletionProtectionDescription: '',
      ...rotationFrom(now, draft.rotationSeconds),
      lastRotatedAt: now,
      materialExpiresAt: null,
      sealedFingerprint: null,
    } satisfies Key);
  }

  // The material is made before the transaction, since a key pair takes time to make. If another call makes the service
  // key meanwhile, the unique index turns this insert into a no-op.
  private async insert(key: Key): Promise<void> {
    const { accountId, region, keyId, primaryVersionId: keyVersionId, createdAt } = key;
    const place = { accountId, region, keyId, keyVersionId };
    const nothing = { sealedMaterial: null, publicKey: null };
    const material = key.origin === 'EXTERNAL' ? nothing : await this.materials.make(place, key.spec);
    await this.keys.manager.transaction(async (tx) => {
      const [made] = await insertNew(tx, Key, key, 'keyId');
      if (made) await tx.insert(KeyVersion, { ...place, ...material, createdAt });
    });
  }
}

// Only symmetric keys take imported material (documented for keys outside an instance). Only symmetric keys with
// material made here are rotated.
function requireRotatable({ spec, origin, rotationSeconds }: KeyDraft): void {
  const isSymmetric = algorithmOf(spec).kind === 'symmetric';
  if (origin === 'EXTERNAL' && !isSymmetric) throw KmsErrors.ActionUnsupported();
  if (rotationSeconds !== undefined && (origin === 'EXTERNAL' || !isSymmetric)) throw KmsErrors.ActionUnsupported();
}
