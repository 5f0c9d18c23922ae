import type { SealingPlace } from '../sealing/sealing.api.ts';
import { sealedColumn, type SealedColumn } from '../sealing/sealed-column.api.ts';
import { hostAuthorityPlace } from './host-authorities/host-authority.entity.ts';
import { authServerPasswordPlace } from './instances/auth-server.entity.ts';
import {
  credentialPlace,
  hostAccountOwner,
  hostShareKeyOwner,
  type CredentialPart,
} from './hosts/local-credentials.ts';
import { proxyPasswordPlace } from './network-domains/network-proxy.entity.ts';
import { totpSeedPlace } from './second-factors/totp-seed.entity.ts';

/**
 * The columns that the bastion keeps sealed: the local credentials of host accounts, shared keys, passwords of AD, LDAP
 * and proxies, the seeds of authenticator apps, and the keys of authorities.
 */
export const bastionhostSealed: readonly SealedColumn[] = [
  ofHostAccount('sealed_password', 'password'),
  ofHostAccount('sealed_private_key', 'private-key'),
  ofHostAccount('sealed_passphrase', 'passphrase'),
  ofHostShareKey('sealed_private_key', 'private-key'),
  ofHostShareKey('sealed_passphrase', 'passphrase'),
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
  sealedColumn('bastion_totp_seeds', 'sealed_seed', ['user_id'], ({ user_id: userId }) => totpSeedPlace(userId)),
  sealedColumn(
    'bastion_host_authorities',
    'sealed_private_key',
    ['account_id', 'instance_id', 'public_key'],
    ({ account_id: accountId, instance_id: instanceId, public_key: publicKey }) =>
      hostAuthorityPlace({ accountId, instanceId, publicKey }),
  ),
];

function ofHostAccount(column: string, part: CredentialPart): SealedColumn {
  return credentialColumn('bastion_host_accounts', column, (row) => credentialPlace(hostAccountOwner(row), part));
}

function ofHostShareKey(column: string, part: CredentialPart): SealedColumn {
  return credentialColumn('bastion_host_share_keys', column, (row) => credentialPlace(hostShareKeyOwner(row), part));
}

function credentialColumn(
  table: string,
  column: string,
  placeOf: (row: Record<'accountId' | 'instanceId' | 'id', string>) => SealingPlace,
): SealedColumn {
  return sealedColumn(
    table,
    column,
    ['account_id', 'instance_id', 'id'],
    ({ account_id: accountId, instance_id: instanceId, id }) => placeOf({ accountId, instanceId, id }),
  );
}
