import { OperationsModule } from '../../gateway/operations-module.ts';
import { BrokerModule } from '../../broker/broker.module.ts';
import { BastionhostModule } from '../bastionhost.module.ts';
import { BastionScope } from './bastionhost-action.ts';
import { authServersOperations } from './auth-servers/auth-servers-operations.ts';
import { grantsOperations } from './grants/grants-operations.ts';
import { hostAccountsOperations } from './host-accounts/host-accounts-operations.ts';
import { hostAuthoritiesOperations } from './host-authorities/host-authorities-operations.ts';
import { hostGroupsOperations } from './host-groups/host-groups-operations.ts';
import { hostShareKeysOperations } from './host-share-keys/host-share-keys-operations.ts';
import { hostsOperations } from './hosts/hosts-operations.ts';
import { instancesOperations } from './instances/instances-operations.ts';
import { networkDomainsOperations } from './network-domains/network-domains-operations.ts';
import { rulesOperations } from './rules/rules-operations.ts';
import { operationAssetsOperations } from './operation-assets/operation-assets-operations.ts';
import { operationTokensOperations } from './operation-tokens/operation-tokens-operations.ts';
import { sessionsOperations } from './sessions/sessions-operations.ts';
import { tagsOperations } from './tags/tags-operations.ts';
import { userGroupsOperations } from './user-groups/user-groups-operations.ts';
import { usersOperations } from './users/users-operations.ts';

/** The operations of Bastionhost, by resource. */
@OperationsModule({
  imports: [BastionhostModule, BrokerModule],
  operations: [
    ...instancesOperations,
    ...tagsOperations,
    ...authServersOperations,
    ...networkDomainsOperations,
    ...hostsOperations,
    ...hostAccountsOperations,
    ...hostShareKeysOperations,
    ...hostAuthoritiesOperations,
    ...hostGroupsOperations,
    ...usersOperations,
    ...userGroupsOperations,
    ...grantsOperations,
    ...operationAssetsOperations,
    ...operationTokensOperations,
    ...sessionsOperations,
    ...rulesOperations,
  ],
  shared: [BastionScope],
})
export class BastionhostOperationsModule {}
