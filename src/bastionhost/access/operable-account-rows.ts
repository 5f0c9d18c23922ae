import type { EntityManager } from 'typeorm';
import type { User } from '../users/user.entity.ts';
import { accessAt } from './access.sql.ts';

/** An account of a host: its id decides where it is given, otherwise its name. */
export interface NamedAccount {
  readonly hostId?: string;
  readonly accountId?: string;
  readonly accountName?: string;
}

/** An account that a user may log on to, and until when (null: no end), as far as is known now. */
export interface OperableAccount {
  readonly hostAccountId: string;
  readonly until: Date | null;
}

const named = 'u.id = $2 and ($3::bigint is null or a.host_id = $3) and coalesce(a.id = $4, a.account_name = $5)';

const operableAccount = `
  select host_account_id as "hostAccountId", until from (${accessAt('$1', named)}) access`;

/** Undefined alike for an unknown account and one that the user may not log on to. */
export async function findOperableAccount(
  manager: EntityManager,
  user: Pick<User, 'id'>,
  { hostId, accountId, accountName }: NamedAccount,
  now: Date,
): Promise<OperableAccount | undefined> {
  const [account] = await manager.query<OperableAccount[]>(operableAccount, [
    now,
    user.id,
    hostId,
    accountId,
    accountName,
  ]);
  return account;
}
