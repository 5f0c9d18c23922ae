import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import type { Redacted } from '../../common/redacted.ts';
import { RamAccessKeys } from '../../identity/identity.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import { readNewRamCredential, writeRamCredential } from '../ram-credential.api.ts';
import { readRamConfig } from './ram-secret-config.ts';
import type { SecretDraft } from './secret-draft.ts';

/** What a new RAMCredentials secret must hold. */
@Injectable()
export class RamContents {
  constructor(
    private readonly accessKeys: RamAccessKeys,
    private readonly clock: Clock,
  ) {}

  /**
   * The value as it is stored. Throws InvalidParameter, which names the parameter: the AccessKey must be one of the RAM user that is named,
   * never the account's own. Whether its secret is right is not asked: a wrong one heals at the first rotation.
   */
  async check(caller: Caller, { extendedConfig = '', data }: SecretDraft): Promise<Redacted<string>> {
    const config = readRamConfig(extendedConfig);
    if (!config) throw KmsErrors.InvalidParameter({ Name: 'ExtendedConfig' });
    const credential = readNewRamCredential(data, this.clock.now());
    const isOfUser =
      credential && (await this.accessKeys.belongsTo(caller.accountId, config.userName, credential.accessKeyId));
    if (!isOfUser) throw KmsErrors.InvalidParameter({ Name: 'SecretData' });
    return writeRamCredential(credential);
  }
}
