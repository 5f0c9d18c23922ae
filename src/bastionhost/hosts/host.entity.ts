import { Column, Entity } from 'typeorm';
import { BastionRow } from '../instances/bastion-row.ts';
import type { PreferredKeyExchange } from './preferred-key-exchange.ts';

export type OperatingSystem = 'Linux' | 'Windows';
export type HostSource = 'Local' | 'Ecs';
export type AddressType = 'Public' | 'Private';
export type ProtocolName = 'SSH' | 'RDP';

/** A server that the bastion connects users to. */
@Entity('bastion_hosts')
export class Host extends BastionRow {
  @Column({ name: 'host_name', type: 'text' })
  hostName: string;

  @Column({ type: 'text' })
  comment: string;

  @Column({ name: 'os_type', type: 'text' })
  osType: OperatingSystem;

  @Column({ type: 'text' })
  source: HostSource;

  @Column({ name: 'source_instance_id', type: 'text', nullable: true })
  sourceInstanceId: string | null;

  @Column({ name: 'source_instance_region', type: 'text', nullable: true })
  sourceInstanceRegion: string | null;

  /** Which of the two addresses is dialled. */
  @Column({ name: 'active_address_type', type: 'text' })
  activeAddressType: AddressType;

  @Column({ name: 'private_address', type: 'text' })
  privateAddress: string;

  @Column({ name: 'public_address', type: 'text' })
  publicAddress: string;

  @Column({ type: 'integer' })
  port: number;

  /** Through which both addresses are reached. */
  @Column({ name: 'network_domain_id', type: 'bigint', default: 1 })
  networkDomainId: string;

  @Column({ name: 'preferred_key_exchange', type: 'text', default: 'default' })
  preferredKeyExchange: PreferredKeyExchange;
}

/** A host that was created from an ECS instance. */
export type EcsHost = Host & { readonly sourceInstanceId: string; readonly sourceInstanceRegion: string };

export function isEcs(host: Host): host is EcsHost {
  return host.source === 'Ecs';
}

/** The protocol of a host with this operating system. */
export function protocolOf(osType: OperatingSystem): ProtocolName {
  return osType === 'Linux' ? 'SSH' : 'RDP';
}

/** The default port of a host with this operating system. */
export function defaultPortOf(osType: OperatingSystem): number {
  return osType === 'Linux' ? 22 : 3389;
}

export type Addresses = Pick<Host, 'activeAddressType' | 'privateAddress' | 'publicAddress'>;

export function dialledAddress(host: Addresses): string {
  return host.activeAddressType === 'Public' ? host.publicAddress : host.privateAddress;
}
