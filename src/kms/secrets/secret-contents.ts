import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import type { Redacted } from '../../common/redacted.ts';
import { KmsErrors } from '../kms.errors.ts';
import { EcsContents } from './ecs-contents.ts';
import { RamContents } from './ram-contents.ts';
import type { SecretDraft } from './secret-draft.ts';

/** Checks that a new secret holds what its type requires. */
@Injectable()
export class SecretContents {
  constructor(
    private readonly ecs: EcsContents,
    private readonly ram: RamContents,
  ) {}

  /** Returns the value as it is stored. @throws InvalidParameter, MissingParameter, which name the parameter */
  async check(caller: Caller, draft: SecretDraft): Promise<Redacted<string>> {
    if (draft.type !== 'Generic') requireManaged(draft);
    if (draft.type === 'ECS') await this.ecs.check(caller, draft);
    return draft.type === 'RAMCredentials' ? this.ram.check(caller, draft) : draft.data;
  }

  /**
   * Makes what the account must have before it has such a secret; undefined when it needs nothing.
   * @throws Forbidden.NoPermission
   */
  preparation(caller: Caller, { type }: SecretDraft): ((tx: EntityManager) => Promise<void>) | undefined {
    return type === 'ECS' ? (tx) => this.ecs.ensureRole(caller, tx) : undefined;
  }
}

function requireManaged({ extendedConfig, dataType }: SecretDraft): void {
  if (dataType !== 'text') throw KmsErrors.InvalidParameter({ Name: 'SecretDataType' });
  if (extendedConfig === undefined) throw KmsErrors.MissingParameter({ Name: 'ExtendedConfig' });
}
