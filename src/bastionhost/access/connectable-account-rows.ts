import { Injectable } from '@nestjs/common';
import { HotPool } from '../../database/hot-pool.ts';
import type { AuthenticatedUser, ConnectableAccountPage, ConnectableFilter } from '../bastionhost.api.ts';
import { specialAccountsOf } from './host-permit-rows.ts';
import { reachAt } from './reach.sql.ts';

const ofUser = 'u.account_id = $1 and u.instance_id = $2 and u.id = $3';

const isHeld = `
  (a.has_password or a.private_key_fingerprint is not null or a.host_share_key_id is not null
   or a.kms_secret_name is not null)`;

const address = `case h.active_address_type when 'Public' then h.public_address else h.private_address end`;

const matches = (text: string) =>
  ['h.host_name', address, 'c.account_name', 'h.comment']
    .map((column) => `strpos(lower(${column}), lower(${text})) > 0`)
    .join(' or ');

// Ids and what they are sorted by, of which a page is chosen before anything else is read.
const listed = `
  select c.host_id, c.account_id, c.account_name, lower(h.host_name) as sorted_name
  from (
    select host_id, id as account_id, account_name from reached_accounts
    union all
    select bare_hosts.id, null, special.name
    from bare_hosts
    cross join (select ${specialAccountsOf} from bastion_users u join bastion_instances i on i.instance_id = u.instance_id
                where ${ofUser}) has
    join (values ('empty'), ('self')) special (name)
      on case special.name when 'empty' then has."hasEmptyAccount" else has."hasSelfAccount" end) c
  join bastion_hosts h on h.id = c.host_id
  where $5 = '' or ${matches('$5')}`;

const order = (row: string) => `${row}.sorted_name, ${row}.host_id, ${row}.account_name`;

const page = `
  select h.id::text as "hostId", h.host_name as "hostName", h.port, h.os_type as os, h.comment, ${address} as address,
         a.id::text as "hostAccountId", chosen.account_name as "accountName",
         case when ${isHeld} then 'Held' else 'Typed' end as "credentialKind"
  from (select * from listed order by ${order('listed')} offset $6 limit $7) chosen
  join bastion_hosts h on h.id = chosen.host_id
  left join bastion_host_accounts a on a.id = chosen.account_id
  order by ${order('chosen')}`;

// As JSON, so that there is a total for a page behind the last, too.
const connectableAccounts = `
  with ${reachAt('$4', ofUser)}, listed as materialized (${listed})
  select (select count(*)::integer from listed) as total,
         (select coalesce(json_agg(json_strip_nulls(row_to_json(page))), '[]') from (${page}) page) as rows`;

/** What the tables say about the accounts that a user can connect to, at a moment. */
@Injectable()
export class ConnectableAccountRows {
  constructor(private readonly pool: HotPool) {}

  async page(
    { accountId, instanceId, userId }: Pick<AuthenticatedUser, 'accountId' | 'instanceId' | 'userId'>,
    { text, offset, limit }: Required<ConnectableFilter>,
    now: Date,
  ): Promise<ConnectableAccountPage> {
    const values = [accountId, instanceId, userId, now, text, offset, limit];
    const name = 'bastionhost.connectable-accounts';
    const [page] = await this.pool.query<ConnectableAccountPage>({ name, text: connectableAccounts, values });
    return page!;
  }
}
