import { Extension, Member } from '../../../gateway/fields.ts';
import type { DetailedHostAccount } from '../../hosts/host-account-details.ts';

/** A host account in the answers of GetHostAccount and ListHostAccounts, never with its credential. */
export class HostAccountItem {
  @Member() HasPassword: boolean;
  @Member() HostAccountId: string;
  @Member() HostAccountName: string;
  @Member() HostId: string;
  @Member() HostShareKeyId?: string;
  @Member() HostShareKeyName?: string;
  @Member() PrivateKeyFingerprint?: string;
  @Member() PrivilegeType: string;
  @Member() ProtocolName: string;
  @Member() RotationMode: string;
  @Extension() @Member() CredentialSource: string;
  @Extension() @Member() KmsSecretName?: string;
  @Extension() @Member() KmsSecretType?: string;
  /** `Normal`, `PendingDeletion` or `NotFound`; absent where KMS does not say. */
  @Extension() @Member() KmsSecretState?: string;
}

export function hostAccountItem({ account, shareKeyName, secretState }: DetailedHostAccount): HostAccountItem {
  return {
    HasPassword: account.hasPassword,
    HostAccountId: account.id,
    HostAccountName: account.accountName,
    HostId: account.hostId,
    HostShareKeyId: account.hostShareKeyId ?? undefined,
    HostShareKeyName: shareKeyName,
    PrivateKeyFingerprint: account.privateKeyFingerprint ?? undefined,
    PrivilegeType: account.privilegeType,
    ProtocolName: account.protocolName,
    RotationMode: account.rotationMode,
    CredentialSource: account.credentialSource,
    KmsSecretName: account.kmsSecretName ?? undefined,
    KmsSecretType: account.kmsSecretType ?? undefined,
    KmsSecretState: secretState,
  };
}
