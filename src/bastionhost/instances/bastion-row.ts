import { Column, PrimaryGeneratedColumn } from 'typeorm';

/** The columns common to all rows that belong to a bastion instance. */
export abstract class BastionRow {
  /** Decimal digits. Ids are strings on the wire. */
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' })
  id: string;

  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @Column({ type: 'text' })
  region: string;

  @Column({ name: 'instance_id', type: 'text' })
  instanceId: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
