import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('ecs_instances')
export class InstanceEntity {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ type: 'text' })
  region: string;

  @PrimaryColumn({ name: 'instance_id', type: 'text' })
  instanceId: string;

  @Column({ name: 'instance_name', type: 'text' })
  instanceName: string;

  @Column({ name: 'os_type', type: 'text' })
  osType: 'Linux' | 'Windows';

  @Column({ type: 'text' })
  address: string;

  @Column({ type: 'integer' })
  port: number;

  /** The network domain that the address is in. */
  @Column({ name: 'network_domain_id', type: 'bigint', default: 1 })
  networkDomainId: string;

  /** Null, as is the credential, when commands cannot be run on the instance. */
  @Column({ name: 'management_user', type: 'text', nullable: true })
  managementUser: string | null;

  @Column({ name: 'sealed_management_credential', type: 'bytea', nullable: true })
  sealedManagementCredential: Buffer | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
