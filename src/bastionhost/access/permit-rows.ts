import { Injectable } from '@nestjs/common';
import { HotPool } from '../../database/hot-pool.ts';
import type { AccessLoss, AuthenticatedUser, ConnectionPermit, GrantSource, TargetName } from '../bastionhost.api.ts';
import type { HostAccount } from '../hosts/host-account.entity.ts';
import type { PreferredKeyExchange } from '../hosts/preferred-key-exchange.ts';
import type { CredentialColumns } from '../hosts/host-credentials.ts';
import { accessAt, grants } from './access.sql.ts';

export type GrantedAccount = CredentialColumns &
  Pick<HostAccount, 'accountName'> & {
    readonly hostId: string;
    readonly hostName: string;
    readonly networkDomainId: string;
    readonly address: string;
    readonly port: number;
    readonly preferredKeyExchange: PreferredKeyExchange;
    readonly grantedBy: GrantSource;
    /** Whether the host was named in its exact spelling. */
    readonly isExact: boolean;
  };

export interface StandingRow {
  readonly loss: AccessLoss | null;
  readonly until: Date | null;
}

/** Whether `$5` names the host `h`, and in its exact spelling. */
const namedHost = `(
  select bool_or(name = $5) as exact
  from unnest(array[h.host_name, h.private_address, h.public_address, h.id::text, h.source_instance_id]) name
  where lower(name) = lower($5))`;

const accountAsked = 'u.account_id = $1 and u.instance_id = $2 and u.id = $3 and a.account_name = $4';

const grantedAccounts = `
  select a.id, a.account_id as "accountId", a.instance_id as "instanceId", a.account_name as "accountName",
         a.protocol_name as "protocolName",
         a.sealed_password as "sealedPassword", a.sealed_private_key as "sealedPrivateKey",
         a.sealed_passphrase as "sealedPassphrase", a.host_share_key_id as "hostShareKeyId",
         k.sealed_private_key as "sealedSharedKey", k.sealed_passphrase as "sealedSharedPassphrase",
         a.kms_secret_name as "kmsSecretName", a.kms_secret_region as "kmsSecretRegion",
         h.id as "hostId", h.host_name as "hostName", h.port, h.source_instance_id as "sourceInstanceId",
         name.exact as "isExact", access.source as "grantedBy",
         i.plan_code as "planCode", i.image_version as "imageVersion", i.kms_secret_module as "hasKmsSecretModule",
         h.preferred_key_exchange as "preferredKeyExchange", h.network_domain_id as "networkDomainId",
         case h.active_address_type when 'Public' then h.public_address else h.private_address end as address
  from (${accessAt('$6', accountAsked)}) access
  join bastion_host_accounts a on a.id = access.host_account_id
  join bastion_hosts h on h.id = access.host_id
  join bastion_instances i on i.instance_id = a.instance_id
  left join bastion_host_share_keys k on k.id = a.host_share_key_id
  cross join lateral ${namedHost} name
  where name.exact is not null
  order by name.exact desc
  limit 2`;

const grantedForRdp = `
  select from (${grants(`${accountAsked} and a.protocol_name = 'RDP'`)}) granted
  join bastion_hosts h on h.id = granted.host_id
  cross join lateral ${namedHost} name
  where name.exact is not null
  limit 1`;

const pairAsked = 'u.account_id = asked.account_id and u.id = asked.user_id and a.id = asked.host_account_id';

// The access relation decides. The rest only says why access was lost.
const standings = `
  select case
    when access.user_id is not null and (asked.public_key_id is null or k.id is not null) then null
    when u.id is null then 'UserDeleted'
    when u.is_locked then 'UserLocked'
    when u.effective_from > $6 or u.effective_until <= $6 then 'UserExpired'
    when asked.public_key_id is not null and k.id is null then 'PublicKeyDeleted'
    when h.id is null then 'HostDeleted'
    when a.id is null then 'HostAccountDeleted'
    else 'GrantWithdrawn' end as loss, access.until
  from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $7::bytea[])
    with ordinality asked (account_id, user_id, public_key_id, host_id, host_account_id, public_key, place)
  left join lateral (${accessAt('$6', pairAsked)}) access on true
  left join bastion_users u on u.id = asked.user_id
  left join bastion_user_public_keys k
    on k.id = asked.public_key_id and k.user_id = asked.user_id and k.public_key = asked.public_key
  left join bastion_hosts h on h.id = asked.host_id
  left join bastion_host_accounts a on a.id = asked.host_account_id
  order by asked.place`;

/** What the tables say about permits, at a moment. */
@Injectable()
export class PermitRows {
  constructor(private readonly pool: HotPool) {}

  /** At most two of the accounts that the user may use and that the name matches, those in its exact spelling first. */
  granted(user: AuthenticatedUser, target: TargetName, now: Date): Promise<GrantedAccount[]> {
    const { accountId, instanceId, userId } = user;
    const values = [accountId, instanceId, userId, target.account, target.host, now];
    return this.pool.query<GrantedAccount>({ name: 'bastionhost.granted-accounts', text: grantedAccounts, values });
  }

  /** Whether the name matches an RDP account that was granted to the user. */
  async isGrantedForRdp(user: AuthenticatedUser, target: TargetName): Promise<boolean> {
    const values = [user.accountId, user.instanceId, user.userId, target.account, target.host];
    const rows = await this.pool.query({ name: 'bastionhost.granted-for-rdp', text: grantedForRdp, values });
    return rows.length > 0;
  }

  /** In the order of the permits. */
  standings(permits: readonly ConnectionPermit[], now: Date): Promise<StandingRow[]> {
    const values = [
      permits.map(({ user }) => user.accountId),
      permits.map(({ user }) => user.userId),
      permits.map(({ user }) => user.publicKeyId ?? null),
      permits.map(({ hostId }) => hostId),
      permits.map(({ hostAccountId }) => hostAccountId),
      now,
      permits.map(({ user }) => user.publicKey ?? null),
    ];
    return this.pool.query<StandingRow>({ name: 'bastionhost.standings', text: standings, values });
  }
}
