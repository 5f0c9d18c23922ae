import { Injectable } from '@nestjs/common';
import { HotPool } from '../../database/hot-pool.ts';
import type { AuthenticatedUser } from '../bastionhost.api.ts';
import { accessAt, hostAccessAt } from './access.sql.ts';
import { isExactlyNamed, isNamed, type GrantedAccount } from './permit-rows.ts';
import type { SpecialAccounts } from './special-account.ts';

/** A host that a user is granted without an account. */
export type BareHost = SpecialAccounts &
  Pick<
    GrantedAccount,
    'hostId' | 'hostName' | 'networkDomainId' | 'address' | 'port' | 'preferredKeyExchange' | 'grantedBy' | 'isExact'
  >;

/** Which special accounts the user `u` has in the instance `i`. */
export const specialAccountsOf = `
  i.empty_account as "hasEmptyAccount", i.self_account and u.source in ('AD', 'LDAP') as "hasSelfAccount"`;

const ofUser = 'u.account_id = $1 and u.instance_id = $2 and u.id = $3';

const grantedHosts = (host: string, isExact: string) => `
  select h.id as "hostId", h.host_name as "hostName", h.port, h.network_domain_id as "networkDomainId",
         h.preferred_key_exchange as "preferredKeyExchange", ${isExact} as "isExact",
         case h.active_address_type when 'Public' then h.public_address else h.private_address end as address,
         access.source as "grantedBy", ${specialAccountsOf}
  from bastion_hosts h
  join bastion_instances i on i.instance_id = h.instance_id
  join bastion_users u on ${ofUser}
  cross join lateral (${hostAccessAt('$4', `${ofUser} and target.id = h.id`)}) access
  where h.account_id = $1 and h.instance_id = $2 and ${host}
    and not exists (${accessAt('$4', `${ofUser} and a.host_id = h.id`)})
  order by "isExact" desc
  limit 2`;

const statements = {
  byName: {
    name: 'bastionhost.granted-hosts-by-name',
    text: grantedHosts(isNamed, isExactlyNamed),
  },
  byId: {
    name: 'bastionhost.granted-hosts-by-id',
    text: grantedHosts('h.id = $5::bigint', 'true'),
  },
} as const;

/** What the tables say about hosts that are granted without an account, at a moment. */
@Injectable()
export class HostPermitRows {
  constructor(private readonly pool: HotPool) {}

  /** At most two of those that the name matches, those in its exact spelling first. */
  named(user: AuthenticatedUser, name: string, now: Date): Promise<BareHost[]> {
    return this.find('byName', user, name, now);
  }

  async byId(user: AuthenticatedUser, hostId: string, now: Date): Promise<BareHost | undefined> {
    return (await this.find('byId', user, hostId, now))[0];
  }

  private find(
    by: keyof typeof statements,
    { accountId, instanceId, userId }: AuthenticatedUser,
    host: string,
    now: Date,
  ): Promise<BareHost[]> {
    return this.pool.query<BareHost>({
      ...statements[by],
      values: [accountId, instanceId, userId, now, host],
    });
  }
}
