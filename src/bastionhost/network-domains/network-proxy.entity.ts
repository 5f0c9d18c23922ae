import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SealingPlace } from '../../sealing/sealing.api.ts';
import type { BastionKey } from '../instances/bastion.ts';

/** The order in which proxies are tried: the slave stands in for a master that does not answer. */
export const nodeTypes = ['Master', 'Slave'] as const;
export type NodeType = (typeof nodeTypes)[number];

export const proxyTypes = ['SSHProxy', 'HTTPProxy', 'Socks5Proxy'] as const;
export type ProxyType = (typeof proxyTypes)[number];

export type ProxyState = 'Available' | 'Unavailable';

/** Why a proxy is unavailable, in the vendor's codes. */
export type ProxyStateError = 'CHECK_PWD_FAILED' | 'CHECK_PWD_TIMEOUT' | 'CHECK_PWD_NETWORK_ERR' | 'UNEXPECTED';

/** A proxy of a network domain: at most one of each node type. */
@Entity('bastion_network_proxies')
export class NetworkProxyRow {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ name: 'instance_id', type: 'text' })
  instanceId: string;

  @PrimaryColumn({ name: 'network_domain_id', type: 'bigint' })
  networkDomainId: string;

  @PrimaryColumn({ name: 'node_type', type: 'text' })
  nodeType: NodeType;

  @Column({ name: 'proxy_type', type: 'text' })
  proxyType: ProxyType;

  @Column({ type: 'text' })
  address: string;

  @Column({ type: 'integer' })
  port: number;

  /** Empty where the proxy asks for no password. */
  @Column({ name: 'user_name', type: 'text' })
  userName: string;

  @Column({ name: 'sealed_password', type: 'bytea', nullable: true })
  sealedPassword: Buffer | null;

  /** What the last check found; null before the first. */
  @Column({ type: 'text', nullable: true })
  state: ProxyState | null;

  @Column({ name: 'state_error', type: 'text', nullable: true })
  stateError: ProxyStateError | null;
}

/** The key of a proxy. */
export type ProxyKey = BastionKey & Pick<NetworkProxyRow, 'networkDomainId'> & { readonly nodeType: string };

/** The sealing place of a proxy's password. */
export function proxyPasswordPlace({ accountId, instanceId, networkDomainId, nodeType }: ProxyKey): SealingPlace {
  return ['bastion-network-proxy', accountId, instanceId, networkDomainId, nodeType];
}
