import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('ram_roles')
export class RamRole {
  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ name: 'role_id', type: 'text' })
  roleId: string;

  @Column({ name: 'role_name', type: 'text' })
  roleName: string;

  @Column({ name: 'description', type: 'text' })
  description: string;

  @Column({ name: 'trust_policy', type: 'text' })
  trustPolicy: string;

  @Column({ name: 'max_session_seconds', type: 'integer' })
  maxSessionSeconds: number;

  /** The service that a service-linked role belongs to; null for any other role. */
  @Column({ name: 'service_name', type: 'text', nullable: true })
  serviceName: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}
