import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { randomLowerAlphanumeric } from '../../common/identifiers.ts';
import { creatorOf } from '../creator.ts';
import { KmsErrors } from '../kms.errors.ts';
import { requireResourcePolicy } from '../resource-policy.ts';
import { freeOverdueName } from './overdue-secrets.ts';
import { SecretContents } from './secret-contents.service.ts';
import type { SecretDraft } from './secret-draft.ts';
import { SecretKeys } from './secret-keys.service.ts';
import { scheduleColumns } from './secret-schedule.ts';
import { currentStage, moveStage } from './secret-stages.ts';
import { SecretVersions } from './secret-versions.service.ts';
import { Secret } from './secret.entity.ts';

@Injectable()
export class SecretCreation {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: SecretKeys,
    private readonly contents: SecretContents,
    private readonly versions: SecretVersions,
    private readonly clock: Clock,
  ) {}

  /** Makes a secret whose first version is ACSCurrent. */
  async create(caller: Caller, draft: SecretDraft): Promise<Secret> {
    if (draft.policy !== undefined) requireResourcePolicy(draft.policy);
    const data = await this.contents.check(caller, draft);
    const { keyId } = await this.keys.forNewSecret(caller, draft.encryptionKeyId);
    const secret = this.newSecret(caller, draft, keyId);
    await this.dataSource.transaction(async (tx) => {
      await freeOverdueName(tx, secret, secret.createdAt);
      await this.insert(tx, secret);
      await this.contents.prepare(caller, tx, draft);
      await this.versions.add(caller, tx, secret, { ...draft, data });
      await moveStage(tx, secret, currentStage, draft.versionId);
    });
    return secret;
  }

  private newSecret(caller: Caller, draft: SecretDraft, keyId: string): Secret {
    const now = this.clock.now();
    return Object.assign(new Secret(), {
      accountId: caller.accountId,
      region: caller.region,
      secretId: randomLowerAlphanumeric(20),
      name: draft.name,
      type: draft.type,
      description: draft.description,
      keyId,
      extendedConfig: draft.extendedConfig ?? null,
      creator: creatorOf(caller),
      tags: [...draft.tags],
      createdAt: now,
      updatedAt: now,
      lastRotatedAt: null,
      plannedDeletionAt: null,
      policy: draft.policy ?? null,
      ...scheduleColumns({ createdAt: now, lastRotatedAt: null }, draft.rotationSeconds, now),
    } satisfies Secret);
  }

  private async insert(tx: EntityManager, secret: Secret): Promise<void> {
    const insert = tx.createQueryBuilder().insert().into(Secret).values(secret).orIgnore().returning(['secretId']);
    const { raw } = await insert.execute();
    if ((raw as unknown[]).length === 1) return;
    const { accountId, region, name } = secret;
    const existing = await tx.findOneBy(Secret, { accountId, region, name });
    throw existing?.plannedDeletionAt ? KmsErrors.NameInDeleteWindow() : KmsErrors.SecretExists();
  }
}
