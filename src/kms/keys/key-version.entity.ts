import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('kms_key_versions')
export class KeyVersion {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ type: 'text' })
  region: string;

  @PrimaryColumn({ name: 'key_id', type: 'text' })
  keyId: string;

  @PrimaryColumn({ name: 'key_version_id', type: 'text' })
  keyVersionId: string;

  /** 256 bits, sealed under the master key for this row. */
  @Column({ name: 'sealed_material', type: 'bytea' })
  sealedMaterial: Buffer;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
