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

  /**
   * Secret bytes, or a private key (PKCS #8), sealed under the master key for this row. Null while it is still to be
   * imported.
   */
  @Column({ name: 'sealed_material', type: 'bytea', nullable: true })
  sealedMaterial: Buffer | null;

  /** SubjectPublicKeyInfo of an asymmetric key. */
  @Column({ name: 'public_key', type: 'bytea', nullable: true })
  publicKey: Buffer | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  /** Breaks ties between versions created at the same moment. */
  @Column({ type: 'bigint', insert: false, update: false })
  sequence: string;
}
