import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { isMissing } from '../../common/service-error.ts';
import type { Redacted } from '../../common/redacted.ts';
import { UserAccessKeys } from '../../identity/user-access-keys.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import { readNewRamCredential, writeRamCredential, type RamCredential } from '../ram-credential.api.ts';
import { readRamConfig } from './ram-secret-config.ts';
import type { SecretDraft } from './secret-draft.ts';

/** What a new RAMCredentials secret must hold. */
@Injectable()
export class RamContents {
  constructor(
    private readonly accessKeys: UserAccessKeys,
    private readonly clock: Clock,
  ) {}

  /**
   * Returns the value as it is stored. The AccessKey must belong to the RAM user named, never to the account itself.
   * Whether its AccessKey secret is right is not checked: the first rotation replaces a wrong one.
   * @throws InvalidParameter, which names the parameter
   */
  async check(caller: Caller, { extendedConfig = '', data }: SecretDraft): Promise<Redacted<string>> {
    const config = readRamConfig(extendedConfig);
    if (!config) throw KmsErrors.InvalidParameter({ Name: 'ExtendedConfig' });
    const credential = readNewRamCredential(data, this.clock.now());
    if (!credential || !(await this.isOfUser(caller, config.userName, credential)))
      throw KmsErrors.InvalidParameter({ Name: 'SecretData' });
    return writeRamCredential(credential);
  }

  private async isOfUser(caller: Caller, userName: string, { accessKeyId }: RamCredential): Promise<boolean> {
    try {
      await this.accessKeys.get(caller, userName, accessKeyId);
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }
}
