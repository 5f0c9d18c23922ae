import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('audit_chains')
export class AuditChain {
  @PrimaryColumn({ name: 'chain_id', type: 'text' })
  chainId: string;

  @Column({ name: 'started_at', type: 'timestamptz' })
  startedAt: Date;

  @Column({ type: 'bytea' })
  hash: Buffer;
}
