import { Extension, Member } from '../../../gateway/fields.ts';
import type { HostAccount } from '../../hosts/host-account.entity.ts';

/** A host account in the answers of GetHostAccount and ListHostAccounts, never with its credential. */
export class HostAccountItem {
  @Member() HasPassword: boolean;
  @Member() HostAccountId: string;
  @Member() HostAccountName: string;
  @Member() HostId: string;
  @Member() PrivateKeyFingerprint?: string;
  @Member() PrivilegeType: string;
  @Member() ProtocolName: string;
  @Member() RotationMode: string;
  @Extension() @Member() CredentialSource: string;
  @Extension() @Member() KmsSecretName?: string;
  @Extension() @Member() KmsSecretType?: string;
}

/** Published members of a host account, below `path`, that have no meaning here. */
export function hostAccountOmits(path: string): Record<string, string> {
  const why = 'there are no shared keys';
  return { [`${path}.HostShareKeyId`]: why, [`${path}.HostShareKeyName`]: why };
}

export function hostAccountItem(account: HostAccount): HostAccountItem {
  return {
    HasPassword: account.hasPassword,
    HostAccountId: account.id,
    HostAccountName: account.accountName,
    HostId: account.hostId,
    PrivateKeyFingerprint: account.privateKeyFingerprint ?? undefined,
    PrivilegeType: 'Normal',
    ProtocolName: account.protocolName,
    RotationMode: 'Self',
    CredentialSource: account.credentialSource,
    KmsSecretName: account.kmsSecretName ?? undefined,
    KmsSecretType: account.kmsSecretType ?? undefined,
  };
}
