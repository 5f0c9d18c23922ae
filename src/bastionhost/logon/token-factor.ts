import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.ts';
import type { Redacted } from '../../common/redacted.ts';
import { HotPool } from '../../database/hot-pool.ts';
import { hashOfToken } from '../access/operation-tokens.ts';
import type { AuthenticatedUser, BastionListener, FirstFactor } from '../bastionhost.api.ts';
import { isTokenLike } from '../operation-token-form.api.ts';
import { authenticated } from './authenticated.ts';

type RedeemedToken = Pick<AuthenticatedUser, 'accountId' | 'region' | 'instanceId' | 'userId' | 'userName'> & {
  readonly hostAccountId: string;
};

// One statement, so that a token that may be used once is used once, however many log on at the same time.
const redeem = `
  update bastion_operation_tokens t set logons = t.logons + 1
  from bastion_users u
  where t.token_hash = $3 and t.account_id = $1 and t.instance_id = $2 and t.expires_at > $4
    and (t.max_logons is null or t.logons < t.max_logons)
    and u.id = t.user_id and ($5::bigint is null or u.id = $5)
  returning u.account_id as "accountId", u.region, u.instance_id as "instanceId", u.id::text as "userId",
            u.user_name as "userName", t.host_account_id::text as "hostAccountId"`;

/** An O&M token as a first factor, after which no second is asked for: it was issued to somebody who had logged on. */
@Injectable()
export class TokenFactor {
  constructor(
    private readonly pool: HotPool,
    private readonly clock: Clock,
  ) {}

  /** Of anybody, or of this user alone. Counts as a logon with the token. */
  async redeem(
    { accountId, instanceId }: Pick<BastionListener, 'accountId' | 'instanceId'>,
    token: Redacted<string>,
    userId?: string,
  ): Promise<FirstFactor | undefined> {
    if (!isTokenLike(token.reveal())) return undefined;
    const values = [accountId, instanceId, hashOfToken(token), this.clock.now(), userId ?? null];
    const [row] = await this.pool.query<RedeemedToken>({ name: 'bastionhost.redeem-token', text: redeem, values });
    return row && { user: { ...authenticated(row), onlyHostAccountId: row.hostAccountId }, by: 'token' };
  }
}
