import { Column, Entity, PrimaryColumn } from 'typeorm';

export type SecretDataType = 'text' | 'binary';

@Entity('kms_secret_versions')
export class SecretVersion {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ type: 'text' })
  region: string;

  @PrimaryColumn({ name: 'secret_id', type: 'text' })
  secretId: string;

  @PrimaryColumn({ name: 'version_id', type: 'text' })
  versionId: string;

  @Column({ name: 'data_type', type: 'text' })
  dataType: SecretDataType;

  @Column({ name: 'key_id', type: 'text' })
  keyId: string;

  @Column({ name: 'key_version_id', type: 'text' })
  keyVersionId: string;

  /** The data key of this version alone, encrypted under the key version. */
  @Column({ name: 'wrapped_data_key', type: 'bytea' })
  wrappedDataKey: Buffer;

  /** The value, encrypted under the data key. */
  @Column({ type: 'bytea' })
  ciphertext: Buffer;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  /** The order in which versions were made; given by the database. */
  @Column({ type: 'bigint', insert: false, update: false })
  sequence: string;
}

/** A version before it is stored. */
export type UnstoredVersion = Omit<SecretVersion, 'sequence'>;
