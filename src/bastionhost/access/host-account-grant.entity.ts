import { Entity, PrimaryColumn } from 'typeorm';
import { UserGrant } from './user-grant.ts';

/** A host account granted directly to a user. */
@Entity('bastion_host_account_grants')
export class HostAccountGrant extends UserGrant {
  @PrimaryColumn({ name: 'host_account_id', type: 'bigint' })
  hostAccountId: string;
}
