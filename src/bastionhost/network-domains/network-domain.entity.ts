import { Column, Entity } from 'typeorm';
import { BastionRow } from '../instances/bastion-row.ts';

/** `Direct`: reached by the bastion itself. `Proxy`: reached through the domain's proxies. */
export const networkDomainTypes = ['Direct', 'Proxy'] as const;
export type NetworkDomainType = (typeof networkDomainTypes)[number];

/** A network with servers in it. The built-in domain of each instance has no row: see built-in-domain.ts. */
@Entity('bastion_network_domains')
export class NetworkDomain extends BastionRow {
  @Column({ name: 'domain_name', type: 'text' })
  domainName: string;

  @Column({ name: 'domain_type', type: 'text' })
  domainType: NetworkDomainType;

  @Column({ type: 'text' })
  comment: string;
}
