import { Column, PrimaryGeneratedColumn } from 'typeorm';

/** What every row that belongs to a bastion instance begins with. */
export abstract class BastionRow {
  /** Decimal digits: the wire's ids are strings. */
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
