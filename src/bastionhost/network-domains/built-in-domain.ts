import { directNetworkDomain } from '../../host-keys/place.api.ts';
import type { NetworkDomain } from './network-domain.entity.ts';

/** What the operations show of a domain. */
export type ShownDomain = Pick<NetworkDomain, 'id' | 'domainName' | 'domainType' | 'comment'>;

/** The domain that every instance has from the beginning. It cannot be changed or deleted, and has no row. */
export const builtInDomain: ShownDomain = {
  id: directNetworkDomain,
  domainName: 'Default',
  domainType: 'Direct',
  comment: '',
};
