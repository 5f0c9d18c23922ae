import { Entity, PrimaryColumn } from 'typeorm';
import { UserGrant } from './user-grant.ts';

/** A host account that a user may use, granted directly. */
@Entity('bastion_host_account_grants')
export class HostAccountGrant extends UserGrant {
  @PrimaryColumn({ name: 'host_account_id', type: 'bigint' })
  hostAccountId: string;
}
