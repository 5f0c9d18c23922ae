import { Injectable } from '@nestjs/common';
import type { ClaimedUser, FirstFactor } from '../bastionhost.api.ts';
import { UserPublicKeysService } from '../users/user-public-keys.ts';
import { authenticated } from './authenticated.ts';

/** A hosted public key as a first factor. Failed logins do not bar it: nobody guesses a key. */
@Injectable()
export class PublicKeyFactor {
  constructor(private readonly publicKeys: UserPublicKeysService) {}

  async check(claimed: ClaimedUser, publicKey: Buffer): Promise<FirstFactor | undefined> {
    const { accountId, userId, isPublicKeyOff } = claimed;
    const publicKeyId = await this.publicKeys.idOf({ accountId, id: userId }, publicKey);
    if (publicKeyId === undefined || isPublicKeyOff) return undefined;
    return { user: { ...authenticated(claimed), publicKeyId, publicKey }, by: 'publickey' };
  }
}
