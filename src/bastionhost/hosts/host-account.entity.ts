import { Column, Entity } from 'typeorm';
import { BastionRow } from '../instances/bastion-row.ts';
import type { ProtocolName } from './host.entity.ts';

export type PrivilegeType = 'Normal' | 'Privileged';
/** Who changes the password of an account: the account itself, or a privileged one. */
export type RotationMode = 'Self' | 'Privileged';

/**
 * A login on a host. Its credential is either local (sealed here, and a shared key) or a reference to a KMS secret,
 * whose value is never stored.
 */
@Entity('bastion_host_accounts')
export class HostAccount extends BastionRow {
  @Column({ name: 'host_id', type: 'bigint' })
  hostId: string;

  @Column({ name: 'protocol_name', type: 'text' })
  protocolName: ProtocolName;

  @Column({ name: 'account_name', type: 'text' })
  accountName: string;

  @Column({ name: 'credential_source', type: 'text' })
  credentialSource: 'Local' | 'KMS';

  @Column({ name: 'has_password', type: 'boolean' })
  hasPassword: boolean;

  /** MD5 of the public key, in hexadecimal with colons. For a KMS secret, the key at the time of import. */
  @Column({ name: 'private_key_fingerprint', type: 'text', nullable: true })
  privateKeyFingerprint: string | null;

  @Column({ name: 'sealed_password', type: 'bytea', nullable: true, select: false })
  sealedPassword: Buffer | null;

  @Column({ name: 'sealed_private_key', type: 'bytea', nullable: true, select: false })
  sealedPrivateKey: Buffer | null;

  @Column({ name: 'sealed_passphrase', type: 'bytea', nullable: true, select: false })
  sealedPassphrase: Buffer | null;

  // These two have no effect: the bastion does not change passwords itself.
  @Column({ name: 'privilege_type', type: 'text', default: 'Normal' })
  privilegeType: PrivilegeType;

  @Column({ name: 'rotation_mode', type: 'text', default: 'Self' })
  rotationMode: RotationMode;

  @Column({ name: 'host_share_key_id', type: 'bigint', nullable: true })
  hostShareKeyId: string | null;

  @Column({ name: 'kms_secret_name', type: 'text', nullable: true })
  kmsSecretName: string | null;

  @Column({ name: 'kms_secret_type', type: 'text', nullable: true })
  kmsSecretType: string | null;

  @Column({ name: 'kms_secret_region', type: 'text', nullable: true })
  kmsSecretRegion: string | null;
}
