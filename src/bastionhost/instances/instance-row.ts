import { Column, PrimaryGeneratedColumn } from 'typeorm';

/** The columns that say which bastion instance a row belongs to. */
export abstract class InstanceRow {
  /** Decimal digits. Ids are strings on the wire. */
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' })
  id: string;

  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @Column({ type: 'text' })
  region: string;

  @Column({ name: 'instance_id', type: 'text' })
  instanceId: string;
}
