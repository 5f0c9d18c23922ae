import { Injectable } from '@nestjs/common';
import type { HostCredential } from '../bastionhost.api.ts';
import type { Edition } from '../instances/edition.ts';
import { kmsSupportOf } from '../instances/kms-support.ts';
import type { HostAccount } from './host-account.entity.ts';
import {
  hostAccountOwner,
  hostShareKeyOwner,
  LocalCredentials,
  type OpenedKey,
  type SealedCredential,
} from './local-credentials.ts';

/** What a host account's credential is made of, in its row and those of its shared key, host and instance. */
export type CredentialColumns = Edition &
  SealedCredential &
  Pick<
    HostAccount,
    'id' | 'protocolName' | 'accountId' | 'instanceId' | 'hostShareKeyId' | 'kmsSecretName' | 'kmsSecretRegion'
  > & {
    readonly sealedSharedKey: Buffer | null;
    readonly sealedSharedPassphrase: Buffer | null;
    readonly sourceInstanceId: string | null;
  };

/** Opens what a host account logs on with. A secret in KMS is not read here. */
@Injectable()
export class HostCredentials {
  constructor(private readonly credentials: LocalCredentials) {}

  of(account: CredentialColumns): HostCredential {
    if (account.protocolName === 'RDP') return { kind: 'rdp' };
    const { kmsSecretName, kmsSecretRegion, sourceInstanceId } = account;
    if (kmsSecretName !== null && kmsSecretRegion !== null) {
      if (kmsSupportOf(account) === 'none') return { kind: 'kms-unsupported' };
      const instanceId = sourceInstanceId ?? undefined;
      return { kind: 'kms', secretName: kmsSecretName, secretRegion: kmsSecretRegion, instanceId };
    }
    const owner = hostAccountOwner(account);
    const password = this.credentials.openPassword(owner, account);
    const key = this.credentials.openKey(owner, account);
    const sharedKey = this.sharedKeyOf(account);
    return password || key || sharedKey ? { kind: 'local', password, ...key, sharedKey } : { kind: 'none' };
  }

  private sharedKeyOf(account: CredentialColumns): OpenedKey | undefined {
    if (account.hostShareKeyId === null) return undefined;
    return this.credentials.openKey(hostShareKeyOwner({ ...account, id: account.hostShareKeyId }), {
      sealedPrivateKey: account.sealedSharedKey,
      sealedPassphrase: account.sealedSharedPassphrase,
    });
  }
}
