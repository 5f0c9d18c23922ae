import { Injectable } from '@nestjs/common';
import { HotPool } from '../../database/hot-pool.ts';
import type { AuthenticatedUser, ConnectableAccountPage, ConnectableFilter } from '../bastionhost.api.ts';
import { accessAt, hostAccessAt } from './access.sql.ts';
import { specialAccountsOf } from './host-permit-rows.ts';

const ofUser = 'u.account_id = $1 and u.instance_id = $2 and u.id = $3';

const isHeld = `
  (a.has_password or a.private_key_fingerprint is not null or a.host_share_key_id is not null
   or a.kms_secret_name is not null)`;

const hostColumns = `
  h.id::text as "hostId", h.host_name as "hostName", h.port, h.os_type as os, h.comment,
  case h.active_address_type when 'Public' then h.public_address else h.private_address end as address`;

const hostedAccounts = `
  select ${hostColumns}, a.id::text as "hostAccountId", a.account_name as "accountName",
         case when ${isHeld} then 'Held' else 'Typed' end as "credentialKind"
  from access
  join bastion_host_accounts a on a.id = access.host_account_id
  join bastion_hosts h on h.id = access.host_id`;

const specialAccounts = `
  select ${hostColumns}, null, special.name, 'Typed'
  from (${hostAccessAt('$4', ofUser)}) host_access
  join bastion_hosts h on h.id = host_access.host_id
  join (select ${specialAccountsOf} from bastion_users u join bastion_instances i on i.instance_id = u.instance_id
        where ${ofUser}) has on true
  join (values ('empty'), ('self')) special (name)
    on case special.name when 'empty' then has."hasEmptyAccount" else has."hasSelfAccount" end
  where not exists (select from access where access.host_id = h.id)`;

const matches = (text: string) =>
  ['c."hostName"', 'c.address', 'c."accountName"', 'c.comment']
    .map((column) => `strpos(lower(${column}), lower(${text})) > 0`)
    .join(' or ');

// As JSON, so that there is a total for a page behind the last, too.
const connectableAccounts = `
  with access as materialized (${accessAt('$4', ofUser)}),
  connectable as materialized (
    select c.* from (${hostedAccounts} union all ${specialAccounts}) c where ${matches('$5')})
  select (select count(*)::integer from connectable) as total,
         (select coalesce(json_agg(json_strip_nulls(row_to_json(page))), '[]') from (
            select * from connectable c
            order by lower(c."hostName"), c."hostId", c."accountName"
            offset $6 limit $7) page) as rows`;

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
