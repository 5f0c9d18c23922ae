import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { randomLowerAlphanumeric } from '../../common/identifiers.ts';
import { creatorOf } from '../creator.ts';
import { requireResourcePolicy } from '../resource-policy.ts';
import { NewSecrets } from './new-secrets.ts';
import { SecretContents } from './secret-contents.ts';
import type { SecretDraft } from './secret-draft.ts';
import { SecretKeys } from './secret-keys.ts';
import { scheduleColumns } from './secret-schedule.ts';
import { SecretVersions } from './secret-versions.ts';
import { Secret } from './secret.entity.ts';

@Injectable()
export class SecretCreation {
  constructor(
    private readonly newSecrets: NewSecrets,
    private readonly keys: SecretKeys,
    private readonly contents: SecretContents,
    private readonly versions: SecretVersions,
    private readonly clock: Clock,
  ) {}

  /** Makes a secret whose first version is ACSCurrent. */
  async create(caller: Caller, draft: SecretDraft): Promise<Secret> {
    if (draft.policy !== undefined) requireResourcePolicy(draft.policy);
    const data = await this.contents.check(caller, draft);
    const keyVersion = await this.keys.forNewSecret(caller, draft.encryptionKeyId);
    const secret = this.newSecret(caller, draft, keyVersion.keyId);
    const version = this.versions.encrypt(secret, keyVersion, { ...draft, data });
    const preparation = this.contents.preparation(caller, draft);
    const isMade = !preparation && (await this.newSecrets.add({ secret, version }));
    if (!isMade) await this.newSecrets.addAlone({ secret, version }, preparation);
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
      keyNamed: draft.encryptionKeyId !== undefined,
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
}
