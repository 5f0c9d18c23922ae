import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A sealing key under one of the master keys that open it. */
@Entity('sealing_key_wraps')
export class SealingKeyWrap {
  @PrimaryColumn({ name: 'key_id', type: 'bytea' })
  keyId: Buffer;

  @PrimaryColumn({ name: 'master_key_id', type: 'bytea' })
  masterKeyId: Buffer;

  @Column({ type: 'bytea' })
  wrapped: Buffer;
}
