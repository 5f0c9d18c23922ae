import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { HostCredential } from '../bastionhost.api.ts';

export type SessionState = 'active' | 'closed' | 'failed' | 'lost';

/** One connection of a user to a host account, with the names at that time. */
@Entity('bastion_sessions')
export class Session {
  /** 32 hexadecimal digits. */
  @PrimaryColumn({ name: 'session_id', type: 'text' })
  sessionId: string;

  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @Column({ type: 'text' })
  region: string;

  @Column({ name: 'instance_id', type: 'text' })
  instanceId: string;

  @Column({ name: 'user_id', type: 'bigint' })
  userId: string;

  @Column({ name: 'user_name', type: 'text' })
  userName: string;

  @Column({ name: 'source_address', type: 'text' })
  sourceAddress: string;

  @Column({ name: 'host_id', type: 'bigint' })
  hostId: string;

  @Column({ name: 'host_name', type: 'text' })
  hostName: string;

  @Column({ name: 'host_address', type: 'text' })
  hostAddress: string;

  @Column({ name: 'host_port', type: 'integer' })
  hostPort: number;

  /** Null for an account that the user named on a host that they are granted without one. */
  @Column({ name: 'host_account_id', type: 'bigint', nullable: true })
  hostAccountId: string | null;

  @Column({ name: 'host_account_name', type: 'text' })
  hostAccountName: string;

  @Column({ name: 'credential_source', type: 'text' })
  credentialSource: HostCredential['kind'];

  /** The KMS secret that was used to log on; null until connected, and for other credentials. */
  @Column({ name: 'kms_secret_name', type: 'text', nullable: true })
  kmsSecretName: string | null;

  @Column({ name: 'kms_version_id', type: 'text', nullable: true })
  kmsVersionId: string | null;

  @Column({ type: 'text' })
  state: SessionState;

  @Column({ name: 'end_reason', type: 'text', nullable: true })
  endReason: string | null;

  @Column({ name: 'started_at', type: 'timestamptz' })
  startedAt: Date;

  @Column({ name: 'connected_at', type: 'timestamptz', nullable: true })
  connectedAt: Date | null;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt: Date | null;

  /** The journal that keeps this row. Each process has one. */
  @Column({ name: 'journal_id', type: 'text' })
  journalId: string;

  /** `<machine>:<pid>` of the process that runs, or ran, the session; null in rows of earlier versions. */
  @Column({ type: 'text', nullable: true })
  process: string | null;

  /** Bytes sent to the engineer and to the host; null until the session has ended, and for a lost session. */
  @Column({ name: 'bytes_to_user', type: 'bigint', nullable: true })
  bytesToUser: string | null;

  @Column({ name: 'bytes_to_host', type: 'bigint', nullable: true })
  bytesToHost: string | null;
}
