import { Column, Entity, PrimaryColumn } from 'typeorm';

export type InvocationStatus = 'Running' | 'Success' | 'Failed' | 'Timeout' | 'Error';

/** A command on one of the instances that it was sent to. The command itself is not kept. */
@Entity('ecs_invocations')
export class InvocationEntity {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ type: 'text' })
  region: string;

  @PrimaryColumn({ name: 'invoke_id', type: 'text' })
  invokeId: string;

  @PrimaryColumn({ name: 'instance_id', type: 'text' })
  instanceId: string;

  @Column({ name: 'command_id', type: 'text' })
  commandId: string;

  @Column({ name: 'user_name', type: 'text' })
  userName: string;

  /** Kept in the first row of a command that was sent with one, so that it is unique. */
  @Column({ name: 'client_token', type: 'text', nullable: true })
  clientToken: string | null;

  /** Set together with the token. */
  @Column({ name: 'request_digest', type: 'bytea', nullable: true })
  requestDigest: Buffer | null;

  /** When the command is given up. One that is still running then was lost with its process. */
  @Column({ type: 'timestamptz' })
  deadline: Date;

  @Column({ type: 'text' })
  status: InvocationStatus;

  @Column({ name: 'exit_code', type: 'integer', nullable: true })
  exitCode: number | null;

  /** Base64 of at most 24,576 bytes. */
  @Column({ type: 'text' })
  output: string;

  /** Bytes of the output that were cut off. */
  @Column({ name: 'dropped_bytes', type: 'integer' })
  droppedBytes: number;

  @Column({ name: 'error_code', type: 'text', nullable: true })
  errorCode: string | null;

  @Column({ name: 'error_info', type: 'text', nullable: true })
  errorInfo: string | null;

  @Column({ name: 'started_at', type: 'timestamptz' })
  startedAt: Date;

  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true })
  finishedAt: Date | null;
}
