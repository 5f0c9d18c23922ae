import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('audit_events')
export class AuditEventRow {
  @PrimaryColumn({ name: 'chain_id', type: 'text' })
  chainId: string;

  @PrimaryColumn({ type: 'bigint' })
  sequence: string;

  @Column({ type: 'timestamptz' })
  at: Date;

  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @Column({ type: 'text' })
  region: string;

  @Column({ name: 'caller_kind', type: 'text' })
  callerKind: string;

  @Column({ name: 'caller_arn', type: 'text' })
  callerArn: string;

  @Column({ name: 'access_key_id', type: 'text', nullable: true })
  accessKeyId: string | null;

  @Column({ name: 'on_behalf_of', type: 'text', nullable: true })
  onBehalfOf: string | null;

  @Column({ name: 'source_address', type: 'text' })
  sourceAddress: string;

  @Column({ type: 'text' })
  product: string;

  @Column({ type: 'text' })
  action: string;

  @Column({ type: 'text' })
  resource: string;

  @Column({ name: 'request_id', type: 'text' })
  requestId: string;

  @Column({ type: 'text' })
  result: string;

  @Column({ name: 'previous_hash', type: 'bytea' })
  previousHash: Buffer;

  @Column({ type: 'bytea' })
  hash: Buffer;
}
