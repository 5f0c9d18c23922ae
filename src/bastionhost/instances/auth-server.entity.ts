import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SealingPlace } from '../../sealing/sealing.api.ts';
import type { BastionKey } from './bastion.ts';

/** An AD or LDAP server that an instance takes users from: at most one of each kind. Absent texts are empty. */
@Entity('bastion_auth_servers')
export class AuthServer {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ name: 'instance_id', type: 'text' })
  instanceId: string;

  @PrimaryColumn({ type: 'text' })
  kind: AuthServerKind;

  @Column({ type: 'text' })
  server: string;

  /** Asked when the first one cannot be reached. */
  @Column({ name: 'standby_server', type: 'text' })
  standbyServer: string;

  @Column({ type: 'integer' })
  port: number;

  /** LDAPS. */
  @Column({ name: 'is_ssl', type: 'boolean' })
  isSsl: boolean;

  /** Who the instance binds as. */
  @Column({ type: 'text' })
  account: string;

  @Column({ name: 'base_dn', type: 'text' })
  baseDn: string;

  /** AD only. */
  @Column({ type: 'text' })
  domain: string;

  @Column({ type: 'text' })
  filter: string;

  /** AD only. */
  @Column({ name: 'server_name', type: 'text' })
  serverName: string;

  /** The attribute with the login name; LDAP only. */
  @Column({ name: 'login_name_mapping', type: 'text' })
  loginNameMapping: string;

  @Column({ name: 'name_mapping', type: 'text' })
  nameMapping: string;

  @Column({ name: 'email_mapping', type: 'text' })
  emailMapping: string;

  @Column({ name: 'mobile_mapping', type: 'text' })
  mobileMapping: string;

  @Column({ name: 'sealed_password', type: 'bytea', select: false })
  sealedPassword: Buffer;
}

export type AuthServerKind = 'AD' | 'LDAP';

/** The sealing place of the password that an instance binds with. */
export function authServerPasswordPlace({
  accountId,
  instanceId,
  kind,
}: BastionKey & { readonly kind: string }): SealingPlace {
  return ['bastion-auth-server', accountId, instanceId, kind];
}
