import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ConsoleSettings } from './console-settings.ts';
import { Edition } from './edition.ts';
import { PublicAccess } from './public-access.ts';
import { TwoFactor } from './two-factor.ts';
import { VirtualNetwork } from './virtual-network.ts';

/** A bastion instance, which hosts, users and sessions belong to. */
@Entity('bastion_instances')
export class BastionInstance {
  /** `bastionhost-cn-` followed by 11 lower-case letters and digits. */
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

  /** The port of its SSH listener; null for the one in the settings. */
  @Column({ name: 'ssh_port', type: 'integer', nullable: true })
  sshPort: number | null;

  /** Empty until MoveResourceGroup. */
  @Column({ name: 'resource_group_id', type: 'text' })
  resourceGroupId: string;

  @Column(() => Edition, { prefix: false })
  edition: Edition;

  @Column(() => TwoFactor, { prefix: false })
  twoFactor: TwoFactor;

  @Column(() => VirtualNetwork, { prefix: false })
  network: VirtualNetwork;

  @Column(() => PublicAccess, { prefix: false })
  publicAccess: PublicAccess;

  @Column(() => ConsoleSettings, { prefix: false })
  console: ConsoleSettings;
}
