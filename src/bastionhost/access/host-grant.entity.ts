import { Entity, PrimaryColumn } from 'typeorm';
import { UserGrant } from './user-grant.ts';

/** A host granted directly to a user. It gives no access to any of its accounts. */
@Entity('bastion_host_grants')
export class HostGrant extends UserGrant {
  @PrimaryColumn({ name: 'host_id', type: 'bigint' })
  hostId: string;
}
