import { sealedColumn, type SealedColumn } from '../sealing/sealed-column.api.ts';
import { authServerPasswordPlace } from './instances/auth-server.entity.ts';
import { localCredentialPlace, type CredentialPart } from './hosts/local-credentials.ts';

/** The columns that the bastion keeps sealed: the local credentials of host accounts, and passwords of AD and LDAP. */
export const bastionhostSealed: readonly SealedColumn[] = [
  credentialColumn('sealed_password', 'password'),
  credentialColumn('sealed_private_key', 'private-key'),
  credentialColumn('sealed_passphrase', 'passphrase'),
  sealedColumn(
    'bastion_auth_servers',
    'sealed_password',
    ['account_id', 'instance_id', 'kind'],
    ({ account_id: accountId, instance_id: instanceId, kind }) =>
      authServerPasswordPlace({ accountId, instanceId, kind }),
  ),
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
