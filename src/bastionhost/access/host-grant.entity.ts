import { Column, Entity } from 'typeorm';
import { Grant } from './grant.ts';

/** A host granted directly. It gives no access to any of its accounts. */
@Entity('bastion_host_grants')
export class HostGrant extends Grant {
  @Column({ name: 'host_id', type: 'bigint' })
  hostId: string;
}
