import { sealedColumn, type SealedColumn } from '../sealing/sealed-column.api.ts';
import { authServerPasswordPlace } from './instances/auth-server.entity.ts';
import { localCredentialPlace, type CredentialPart } from './hosts/local-credentials.ts';
import { proxyPasswordPlace } from './network-domains/network-proxy.entity.ts';

/** What the bastion keeps sealed: the local credentials of host accounts, and passwords of AD, LDAP and proxies. */
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
  sealedColumn(
    'bastion_network_proxies',
    'sealed_password',
    ['account_id', 'instance_id', 'network_domain_id', 'node_type'],
    ({ account_id: accountId, instance_id: instanceId, network_domain_id: networkDomainId, node_type: nodeType }) =>
      proxyPasswordPlace({ accountId, instanceId, networkDomainId, nodeType }),
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
