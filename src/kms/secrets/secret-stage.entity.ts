import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A label of a secret, carried by exactly one of its versions. */
@Entity('kms_secret_stages')
export class SecretStage {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ type: 'text' })
  region: string;

  @PrimaryColumn({ name: 'secret_id', type: 'text' })
  secretId: string;

  @PrimaryColumn({ type: 'text' })
  stage: string;

  @Column({ name: 'version_id', type: 'text' })
  versionId: string;
}
