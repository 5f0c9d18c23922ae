import { Column } from 'typeorm';
import { InstanceRow } from './instance-row.ts';

/** A row of a thing that administrators create in a bastion instance. */
export abstract class BastionRow extends InstanceRow {
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
