import { Column, Entity } from 'typeorm';
import { Grant } from './grant.ts';

/** The accounts of one name on all hosts of a group, granted directly. There need not be any yet. */
@Entity('bastion_host_group_account_grants')
export class HostGroupAccountGrant extends Grant {
  @Column({ name: 'host_group_id', type: 'bigint' })
  hostGroupId: string;

  @Column({ name: 'account_name', type: 'text' })
  accountName: string;
}
