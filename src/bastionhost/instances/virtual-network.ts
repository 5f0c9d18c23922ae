import { Column } from 'typeorm';

/** The virtual network that clients say an instance stands in. It is kept for them to compare, and has no effect. */
export class VirtualNetwork {
  /** The groups whose servers the instance may reach. */
  @Column({ name: 'authorized_security_groups', type: 'text', array: true })
  authorizedSecurityGroups: string[];

  /** The groups that may reach the instance. */
  @Column({ name: 'client_security_groups', type: 'text', array: true })
  clientSecurityGroups: string[];

  @Column({ name: 'vswitch_id', type: 'text' })
  vswitchId: string;

  @Column({ name: 'slave_vswitch_id', type: 'text' })
  slaveVswitchId: string;
}
