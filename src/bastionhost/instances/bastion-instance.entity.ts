import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A bastion: what hosts, users and sessions belong to. */
@Entity('bastion_instances')
export class BastionInstance {
  /** `bastionhost-cn-` and 11 lower-case letters and digits. */
  @PrimaryColumn({ name: 'instance_id', type: 'text' })
  instanceId: string;

  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @Column({ type: 'text' })
  region: string;

  @Column({ type: 'text' })
  description: string;

  @Column({ name: 'started_at', type: 'timestamptz' })
  startedAt: Date;

  /** Where engineers come in; null: at the address of the settings. */
  @Column({ name: 'ssh_port', type: 'integer', nullable: true })
  sshPort: number | null;
}
