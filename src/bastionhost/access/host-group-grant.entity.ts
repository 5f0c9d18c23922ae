import { Column, Entity } from 'typeorm';
import { Grant } from './grant.ts';

/** A host group granted directly. It gives no access to any account of its hosts. */
@Entity('bastion_host_group_grants')
export class HostGroupGrant extends Grant {
  @Column({ name: 'host_group_id', type: 'bigint' })
  hostGroupId: string;
}
