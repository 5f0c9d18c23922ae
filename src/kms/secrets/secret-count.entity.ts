import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A part of the number of an account's secrets in a region. Triggers on kms_secrets maintain it. */
@Entity('kms_secret_counts')
export class SecretCount {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ type: 'text' })
  region: string;

  /** One of several rows, so that calls that make secrets at the same time seldom wait for each other. */
  @PrimaryColumn({ type: 'integer' })
  slot: number;

  @Column({ type: 'bigint' })
  secrets: string;
}
