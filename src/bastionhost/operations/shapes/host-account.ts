import { Extension, Member } from '../../../gateway/fields.ts';
import type { DetailedHostAccount } from '../../hosts/host-account-details.ts';
import type { HostAccount } from '../../hosts/host-account.entity.ts';

/** What every answer says of a host account, never its credential. */
export class HostAccountBasics {
  @Member() HasPassword: boolean;
  @Member() HostAccountId: string;
  @Member() HostAccountName: string;
  @Member() HostId: string;
  @Member() HostShareKeyId?: string;
  @Member() PrivateKeyFingerprint?: string;
  @Member() ProtocolName: string;
}

/** A host account in the answers of GetHostAccount and ListHostAccounts. */
export class HostAccountItem extends HostAccountBasics {
  @Member() HostShareKeyName?: string;
  @Member() PrivilegeType: string;
  @Member() RotationMode: string;
  @Extension() @Member() CredentialSource: string;
  @Extension() @Member() KmsSecretName?: string;
  @Extension() @Member() KmsSecretType?: string;
  /** `Normal`, `PendingDeletion` or `NotFound`; absent where KMS does not say. */
  @Extension() @Member() KmsSecretState?: string;
}

export function hostAccountBasics(account: HostAccount): HostAccountBasics {
  return {
    HasPassword: account.hasPassword,
    HostAccountId: account.id,
    HostAccountName: account.accountName,
    HostId: account.hostId,
    HostShareKeyId: account.hostShareKeyId ?? undefined,
    PrivateKeyFingerprint: account.privateKeyFingerprint ?? undefined,
    ProtocolName: account.protocolName,
  };
}

export function hostAccountItem({ account, shareKeyName, secretState }: DetailedHostAccount): HostAccountItem {
  return {
    ...hostAccountBasics(account),
    HostShareKeyName: shareKeyName,
    PrivilegeType: account.privilegeType,
    RotationMode: account.rotationMode,
    CredentialSource: account.credentialSource,
    KmsSecretName: account.kmsSecretName ?? undefined,
    KmsSecretType: account.kmsSecretType ?? undefined,
    KmsSecretState: secretState,
  };
}
