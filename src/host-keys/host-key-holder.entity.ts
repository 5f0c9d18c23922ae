import { Entity, PrimaryColumn } from 'typeorm';

/** What has a pin kept: the pin goes with its last holder. */
@Entity('host_key_holders')
export class HostKeyHolder {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  /** 1 for the built-in domain. */
  @PrimaryColumn({ name: 'network_domain_id', type: 'bigint' })
  networkDomainId: string;

  /** In lower case, like that of the pin. */
  @PrimaryColumn({ type: 'text' })
  address: string;

  @PrimaryColumn({ type: 'integer' })
  port: number;

  /** For example `host/12` or `instance/cn-hangzhou/i-web1`. */
  @PrimaryColumn({ type: 'text' })
  holder: string;
}
