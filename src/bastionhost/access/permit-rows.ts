import { Injectable } from '@nestjs/common';
import { HotPool } from '../../database/hot-pool.ts';
import type {
  Access,
  AccessLoss,
  AuthenticatedUser,
  GrantedHost,
  GrantSource,
  TargetName,
} from '../bastionhost.api.ts';
import type { HostAccount } from '../hosts/host-account.entity.ts';
import type { PreferredKeyExchange } from '../hosts/preferred-key-exchange.ts';
import type { CredentialColumns } from '../hosts/host-credentials.ts';
import { accessAt, grants, hostAccessAt } from './access.sql.ts';

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

/** An account, as it can be named. */
export type GrantedName = Pick<GrantedAccount, 'accountName' | 'hostId' | 'hostName' | 'isExact'>;

/** More readings of a name help nobody. */
const mostReadings = 10;

export type GrantedHostRow = GrantedHost & Pick<GrantedAccount, 'isExact'>;

export interface StandingRow {
  readonly loss: AccessLoss | null;
  readonly until: Date | null;
}

/** Whether `$5` names the host `h`, in any case. An index serves each alternative. */
export const isNamed = `
  (lower(h.host_name) = lower($5)
   or (h.private_address <> '' and lower(h.private_address) = lower($5))
   or (h.public_address <> '' and lower(h.public_address) = lower($5))
   or lower(h.source_instance_id) = lower($5)
   or h.id = case when $5 ~ '^[1-9][0-9]{0,17}$' then $5::bigint end)`;

const accountFound = 'u.account_id = $1 and u.instance_id = $2 and u.id = $3 and a.id = t.id';

/** Whether `$5` is one of its names in its exact spelling. */
export const isExactlyNamed = `
  coalesce($5 in (h.host_name, h.private_address, h.public_address, h.id::text, h.source_instance_id), false)`;

/** How an account is found: which hosts and accounts are looked at, and whether the host was named exactly. */
interface Search {
  readonly name: string;
  readonly host: string;
  readonly account: string;
  readonly isExact: string;
}

// From the few hosts of that name to their accounts, so that the time does not grow with what the user may reach.
const searches = {
  byName: { name: 'by-name', host: isNamed, account: 't.account_name = $4', isExact: isExactlyNamed },
  byHost: { name: 'by-host', host: isNamed, account: '$4::text is null', isExact: isExactlyNamed },
  byId: { name: 'by-id', host: '$5::text is null', account: 't.id = $4::bigint', isExact: 'true' },
} as const satisfies Record<string, Search>;

const grantedAccounts = ({ host, account, isExact }: Search) => `
  select t.id, t.account_id as "accountId", t.instance_id as "instanceId", t.account_name as "accountName",
         t.protocol_name as "protocolName",
         t.sealed_password as "sealedPassword", t.sealed_private_key as "sealedPrivateKey",
         t.sealed_passphrase as "sealedPassphrase", t.host_share_key_id as "hostShareKeyId",
         k.sealed_private_key as "sealedSharedKey", k.sealed_passphrase as "sealedSharedPassphrase",
         t.kms_secret_name as "kmsSecretName", t.kms_secret_region as "kmsSecretRegion",
         h.id as "hostId", h.host_name as "hostName", h.port, h.source_instance_id as "sourceInstanceId",
         ${isExact} as "isExact",
         access.source as "grantedBy",
         i.plan_code as "planCode", i.image_version as "imageVersion", i.kms_secret_module as "hasKmsSecretModule",
         h.preferred_key_exchange as "preferredKeyExchange", h.network_domain_id as "networkDomainId",
         case h.active_address_type when 'Public' then h.public_address else h.private_address end as address
  from bastion_hosts h
  join bastion_host_accounts t on t.host_id = h.id and ${account}
  join bastion_instances i on i.instance_id = h.instance_id
  left join bastion_host_share_keys k on k.id = t.host_share_key_id
  cross join lateral (${accessAt('$6', accountFound)}) access
  where h.account_id = $1 and h.instance_id = $2 and ${host}
  order by "isExact" desc
  limit 2`;

const grantedNames = ({ host, account, isExact }: Search) => `
  select t.account_name as "accountName", h.id as "hostId", h.host_name as "hostName", ${isExact} as "isExact"
  from bastion_hosts h
  join bastion_host_accounts t on t.host_id = h.id and ${account}
  where h.account_id = $1 and h.instance_id = $2 and ${host}
    and exists (${accessAt('$6', accountFound)})
  order by "isExact" desc, lower(h.host_name), h.id, t.account_name
  limit ${mostReadings}`;

// No account is named, so $4 is null.
const grantedHosts = `
  select h.id as "hostId", h.host_name as "hostName", h.port, h.network_domain_id as "networkDomainId",
         case h.active_address_type when 'Public' then h.public_address else h.private_address end as address,
         ${isExactlyNamed} as "isExact"
  from bastion_hosts h
  where h.account_id = $1 and h.instance_id = $2 and $4::text is null and ${isNamed} and exists (
    select from bastion_host_accounts t cross join lateral (${accessAt('$6', accountFound)}) access
    where t.host_id = h.id and t.protocol_name = 'SSH')
  order by "isExact" desc
  limit 2`;

const grantedForRdp = `
  select from bastion_hosts h
  join bastion_host_accounts t on t.host_id = h.id and t.account_name = $4 and t.protocol_name = 'RDP'
  where h.account_id = $1 and h.instance_id = $2 and ${isNamed} and exists (${grants(accountFound)})
  limit 1`;

const userAsked = 'u.account_id = asked.account_id and u.id = asked.user_id';
const accountAsked = `${userAsked} and a.id = asked.host_account_id`;
const hostAsked = `${userAsked} and target.id = asked.host_id and asked.host_account_id is null`;

/** Access to a host without an account lasts while the setting that allows it does, whatever else is granted then. */
const isAllowed = `
  case when asked.is_self then i.self_account and u.source in ('AD', 'LDAP') else i.empty_account end`;

// Access decides, and where no host is asked about, the user alone. The rest only says why access was lost. The arrays
// stand in subqueries to hide their lengths from the planner: it would plan anew each time, for one permit in 30 ms.
const standings = `
  select case
    when u.id is null then 'UserDeleted'
    when u.is_locked then 'UserLocked'
    when u.is_remote_deleted then 'RamUserDeleted'
    when u.effective_from > $6 or u.effective_until <= $6 then 'UserExpired'
    when asked.public_key_id is not null and k.id is null then 'PublicKeyDeleted'
    when coalesce(access.user_id, host_access.user_id) is not null or asked.host_id is null then null
    when h.id is null then 'HostDeleted'
    when a.id is null and asked.host_account_id is not null then 'HostAccountDeleted'
    else 'GrantWithdrawn' end as loss,
    case when asked.host_id is null then u.effective_until else coalesce(access.until, host_access.until) end as until
  from unnest((select $1::text[]), (select $2::bigint[]), (select $3::bigint[]), (select $4::bigint[]),
              (select $5::bigint[]), (select $7::bytea[]), (select $8::boolean[]))
    with ordinality asked (account_id, user_id, public_key_id, host_id, host_account_id, public_key, is_self, place)
  left join bastion_users u on u.account_id = asked.account_id and u.id = asked.user_id
  left join bastion_instances i on i.instance_id = u.instance_id
  left join lateral (${accessAt('$6', accountAsked)}) access on true
  left join lateral (${hostAccessAt('$6', hostAsked)}) host_access on ${isAllowed}
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
  granted(user: AuthenticatedUser, { account, host }: TargetName, now: Date): Promise<GrantedAccount[]> {
    return this.find(searchFor(account), user, account, host, now);
  }

  /** Up to ten of those accounts, to tell the user which there are. */
  grantedNames(user: AuthenticatedUser, { account, host }: TargetName, now: Date): Promise<GrantedName[]> {
    const search = searchFor(account);
    const values = [user.accountId, user.instanceId, user.userId, account, host, now];
    const name = `bastionhost.granted-names-${search.name}`;
    return this.pool.query<GrantedName>({ name, text: grantedNames(search), values });
  }

  /** The account with this id, if the user may use it. */
  async grantedById(user: AuthenticatedUser, hostAccountId: string, now: Date): Promise<GrantedAccount | undefined> {
    return (await this.find(searches.byId, user, hostAccountId, undefined, now))[0];
  }

  /** At most two of the hosts of that name on which the user may use an account, those in its exact spelling first. */
  grantedHosts(user: AuthenticatedUser, host: string, now: Date): Promise<GrantedHostRow[]> {
    const { accountId, instanceId, userId } = user;
    const values = [accountId, instanceId, userId, null, host, now];
    return this.pool.query<GrantedHostRow>({ name: 'bastionhost.granted-hosts', text: grantedHosts, values });
  }

  private find(
    search: Search,
    { accountId, instanceId, userId }: AuthenticatedUser,
    account: string | undefined,
    host: string | undefined,
    now: Date,
  ): Promise<GrantedAccount[]> {
    const values = [accountId, instanceId, userId, account, host, now];
    const name = `bastionhost.granted-accounts-${search.name}`;
    return this.pool.query<GrantedAccount>({ name, text: grantedAccounts(search), values });
  }

  /** Whether the name matches an RDP account that was granted to the user. */
  async isGrantedForRdp(user: AuthenticatedUser, target: TargetName): Promise<boolean> {
    const values = [user.accountId, user.instanceId, user.userId, target.account, target.host];
    const rows = await this.pool.query({ name: 'bastionhost.granted-for-rdp', text: grantedForRdp, values });
    return rows.length > 0;
  }

  /** In the order asked. */
  standings(permits: readonly Access[], now: Date): Promise<StandingRow[]> {
    const values = [
      permits.map(({ user }) => user.accountId),
      permits.map(({ user }) => user.userId),
      permits.map(({ user }) => user.publicKeyId ?? null),
      permits.map(({ hostId }) => hostId ?? null),
      permits.map(({ hostAccountId }) => hostAccountId ?? null),
      now,
      permits.map(({ user }) => user.publicKey ?? null),
      permits.map(({ credential }) => credential?.kind === 'self'),
    ];
    return this.pool.query<StandingRow>({ name: 'bastionhost.standings', text: standings, values });
  }
}

function searchFor(account: string | undefined): Search {
  return account === undefined ? searches.byHost : searches.byName;
}
