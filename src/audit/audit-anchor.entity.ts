import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The head of another chain, as it was when a chain was opened. */
@Entity('audit_anchors')
export class AuditAnchor {
  @PrimaryColumn({ name: 'chain_id', type: 'text' })
  chainId: string;

  @PrimaryColumn({ name: 'anchored_chain_id', type: 'text' })
  anchoredChainId: string;

  @Column({ name: 'anchored_sequence', type: 'bigint' })
  anchoredSequence: string;

  @Column({ name: 'anchored_hash', type: 'bytea' })
  anchoredHash: Buffer;
}
