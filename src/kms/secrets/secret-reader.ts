import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import type { Page } from '../../common/page.ts';
import { Guard, type GuardedCall } from '../../guard/guard.api.ts';
import {
  SecretReader,
  type SecretListing,
  type SecretSummary,
  type SecretValue,
  type SecretValueQuery,
} from '../kms.api.ts';
import { dryRunAnswer } from '../dry-run.ts';
import { kmsWords } from '../kms-words.api.ts';
import { ecsConfigOf } from './ecs-secret-config.ts';
import { SecretDirectory } from './secret-directory.ts';
import { secretArn, secretsArn } from './secret-name.ts';
import { SecretValues } from './secret-values.ts';
import type { Secret } from './secret.entity.ts';

@Injectable()
export class SecretReaderService extends SecretReader {
  constructor(
    private readonly guard: Guard,
    private readonly directory: SecretDirectory,
    private readonly values: SecretValues,
  ) {
    super();
  }

  list(caller: Caller, listing: SecretListing): Promise<Page<SecretSummary>> {
    return this.guard.run(caller, callOf('ListSecrets', secretsArn(caller)), async () => {
      const { items, total } = await this.directory.list(caller, listing);
      return { items: items.map(summaryOf), total };
    });
  }

  getValue(caller: Caller, query: SecretValueQuery): Promise<SecretValue> {
    const named = callOf('GetSecretValue', secretArn(caller, query.secretName));
    const call = query.dryRun ? { ...named, reword: dryRunAnswer } : named;
    const find = () => this.values.find(caller, query);
    return this.guard.runOn(caller, call, find, (found) => this.values.open(caller, found));
  }
}

function callOf(action: string, arn: string): GuardedCall {
  return { product: kmsWords, action, resources: [{ arn }] };
}

function summaryOf(secret: Secret): SecretSummary {
  return {
    name: secret.name,
    type: secret.type,
    createdAt: secret.createdAt,
    updatedAt: secret.updatedAt,
    plannedDeletionAt: secret.plannedDeletionAt ?? undefined,
    tags: secret.tags,
    ecs: ecsConfigOf(secret.extendedConfig),
  };
}
