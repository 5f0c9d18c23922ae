import { Injectable } from '@nestjs/common';
import { HotPool } from '../../database/hot-pool.ts';
import type { BastionListener, ClaimedUser } from '../bastionhost.api.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';

// A client may send anything as its name. PostgreSQL rejects NUL in text.
const possibleName = /^[^\p{Cc}]{1,128}$/u;

const claim = `
  select i.account_id as "accountId", i.region, i.instance_id as "instanceId",
         coalesce(u.id, 0)::text as "userId", coalesce(u.user_name, '') as "userName",
         i.ssh_password_off as "isPasswordOff", i.ssh_public_key_off as "isPublicKeyOff"
  from bastion_instances i
  left join lateral (
    select id, user_name from bastion_users
    where account_id = i.account_id and region = i.region and instance_id = i.instance_id and user_name = any($3::text[])
    order by length(user_name) desc limit 1
  ) u on true
  where i.account_id = $1 and i.instance_id = $2`;

/** Finds whom a login name stands for, and how they may log on. */
@Injectable()
export class ClaimedUsers {
  constructor(private readonly pool: HotPool) {}

  /** One look-up, whether one of the names exists or none does. */
  async find({ accountId, instanceId }: BastionListener, userNames: readonly string[]): Promise<ClaimedUser> {
    const values = [accountId, instanceId, userNames.filter((name) => possibleName.test(name))];
    const [claimed] = await this.pool.query<ClaimedUser>({ name: 'bastionhost.claim', text: claim, values });
    if (!claimed) throw BastionhostErrors.InstanceNotUsable();
    return claimed;
  }
}
