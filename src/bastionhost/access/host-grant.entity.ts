import { Entity, PrimaryColumn } from 'typeorm';
import { UserGrant } from './user-grant.ts';

/** A host that a user may see; it gives no access to any of its accounts. */
@Entity('bastion_host_grants')
export class HostGrant extends UserGrant {
  @PrimaryColumn({ name: 'host_id', type: 'bigint' })
  hostId: string;
}
