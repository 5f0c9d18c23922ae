import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('kms_connect_leases')
export class ConnectLeaseRow {
  @PrimaryColumn({ name: 'lease_id', type: 'text' })
  leaseId: string;

  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @Column({ type: 'text' })
  region: string;

  @Column({ name: 'secret_id', type: 'text' })
  secretId: string;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;
}
