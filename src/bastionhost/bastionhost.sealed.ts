import { sealedColumn, type SealedColumn } from '../sealing/sealed-column.api.ts';
import { localCredentialPlace, type CredentialPart } from './hosts/local-credentials.ts';

/** The columns that the bastion keeps sealed: the local credentials of host accounts. */
export const bastionhostSealed: readonly SealedColumn[] = [
  credentialColumn('sealed_password', 'password'),
  credentialColumn('sealed_private_key', 'private-key'),
  credentialColumn('sealed_passphrase', 'passphrase'),
];

function credentialColumn(column: string, part: CredentialPart): SealedColumn {
  return sealedColumn(
    'bastion_host_accounts',
    column,
    ['account_id', 'instance_id', 'id'],
    ({ account_id: accountId, instance_id: instanceId, id }) =>
      localCredentialPlace({ accountId, instanceId, id }, part),
  );
}
