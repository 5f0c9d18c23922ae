import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { randomLowerAlphanumeric } from '../../common/identifiers.ts';
import { ServiceError } from '../../common/service-error.ts';
import { Authorization } from '../../identity/identity.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import { readRamConfig } from './ram-secret-config.ts';
import { SecretCreation } from './secret-creation.ts';
import type { SecretDraft } from './secret-draft.ts';
import { secretArn } from './secret-name.ts';
import type { Secret } from './secret.entity.ts';

/** The name that CreateSecret is given when KMS is to choose one. */
export const autoName = '$Auto';

/**
 * The name of a secret after the RAM user in its ExtendedConfig.
 * @throws InvalidParameter for malformed ExtendedConfig
 */
export function autoNameOf(extendedConfig: string): string {
  const config = readRamConfig(extendedConfig);
  if (!config) throw KmsErrors.InvalidParameter({ Name: 'ExtendedConfig' });
  return `acs/ram/user/${config.userName}`;
}

const taken: ReadonlySet<string> = new Set([
  KmsErrors.table.SecretExists.code,
  KmsErrors.table.NameInDeleteWindow.code,
]);

/** Makes secrets whose name KMS chooses; a name that is taken gets a suffix. */
@Injectable()
export class AutoNamedSecrets {
  constructor(
    private readonly secrets: SecretCreation,
    private readonly authorization: Authorization,
  ) {}

  /**
   * The caller must have been authorised for the draft's name.
   * @throws the errors of SecretCreation, except those for the draft's name being taken
   */
  async create(caller: Caller, draft: SecretDraft): Promise<Secret> {
    try {
      return await this.secrets.create(caller, draft);
    } catch (error) {
      if (!(error instanceof ServiceError && taken.has(error.code))) throw error;
      return this.createBeside(caller, draft);
    }
  }

  private async createBeside(caller: Caller, draft: SecretDraft): Promise<Secret> {
    const name = `${draft.name}-${randomLowerAlphanumeric(8)}`;
    await this.authorization.authorize(caller, { action: 'kms:CreateSecret', resource: secretArn(caller, name) });
    return this.secrets.create(caller, { ...draft, name });
  }
}
