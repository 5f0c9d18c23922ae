import { CreateNetworkDomain } from './create-network-domain.ts';
import { DeleteNetworkDomain } from './delete-network-domain.ts';
import { GetNetworkDomain } from './get-network-domain.ts';
import { ListNetworkDomains } from './list-network-domains.ts';
import { ModifyNetworkDomain } from './modify-network-domain.ts';
import { MoveHostsToNetworkDomain } from './move-hosts-to-network-domain.ts';

export const networkDomainsOperations = [
  CreateNetworkDomain,
  DeleteNetworkDomain,
  GetNetworkDomain,
  ListNetworkDomains,
  ModifyNetworkDomain,
  MoveHostsToNetworkDomain,
];
