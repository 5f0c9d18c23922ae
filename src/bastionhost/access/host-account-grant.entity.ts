import { Column, Entity } from 'typeorm';
import { Grant } from './grant.ts';

/** A host account granted directly. */
@Entity('bastion_host_account_grants')
export class HostAccountGrant extends Grant {
  @Column({ name: 'host_account_id', type: 'bigint' })
  hostAccountId: string;
}
