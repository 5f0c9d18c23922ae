import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import type { GrantSource } from '../bastionhost.api.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import { HostAccountsService } from '../hosts/host-accounts.ts';
import type { HostAccount } from '../hosts/host-account.entity.ts';
import type { Bastion } from '../instances/bastion.ts';
import { refusalAt } from '../users/user-state.ts';
import type { User } from '../users/user.entity.ts';
import { UsersService } from '../users/users.ts';
import { accessAt, grants } from './access.sql.ts';

/** A grant of the account to the user; a group is named where it was made to one, or on one. */
export interface ExplainedGrant {
  readonly source: GrantSource;
  readonly ruleId: string | null;
  readonly userGroupId: string | null;
  readonly hostGroupId: string | null;
  /** When the user or the rule stops being valid; null: neither does. */
  readonly until: Date | null;
}

/** Why a rule gives no access. */
type RuleObstacle = 'RuleDisabled' | 'RuleNotEffective' | 'RuleExpired';

/** What keeps the user from the account. The broker speaks SSH alone. */
export type MissingForAccess =
  | 'Grant'
  | RuleObstacle
  | 'UserLocked'
  | 'RamUserDeleted'
  | 'UserNotEffective'
  | 'UserExpired'
  | 'SSH';

export interface AccessExplanation {
  readonly isAuthorized: boolean;
  /** When access ends, as far as is known now; null: no end. */
  readonly until: Date | null;
  readonly grants: readonly ExplainedGrant[];
  /** Empty where the user has access. */
  readonly missing: readonly MissingForAccess[];
}

interface Asked {
  readonly userId: string;
  readonly hostId: string;
  readonly hostAccountId: string;
}

const pair = 'u.account_id = $1 and u.instance_id = $2 and u.id = $3 and a.id = $4';

const accessOfPair = `select until from (${accessAt('$5', pair)}) access`;

const grantsOfPair = `
  select source, rule_id as "ruleId", user_group_id as "userGroupId", host_group_id as "hostGroupId", until,
         case when not r.is_enabled then 'RuleDisabled'
              when r.effective_until <= $5 then 'RuleExpired'
              when r.effective_from > $5 then 'RuleNotEffective' end as obstacle
  from (${grants(pair)}) granted left join bastion_rules r on r.id = granted.rule_id
  order by source, rule_id, user_group_id nulls first, host_group_id nulls first`;

type GrantRow = ExplainedGrant & { readonly obstacle: RuleObstacle | null };

/** Explains why a user has access to a host account, or has not. */
@Injectable()
export class AccessExplanations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly accounts: HostAccountsService,
    private readonly clock: Clock,
  ) {}

  /** @throws UserNotFound, HostAccountNotFound when the account is not on the host */
  async explain(bastion: Bastion, { userId, hostId, hostAccountId }: Asked): Promise<AccessExplanation> {
    const user = await this.users.get(bastion, userId);
    const account = await this.accounts.get(bastion, hostAccountId);
    if (account.hostId !== hostId) throw BastionhostErrors.HostAccountNotFound();
    const now = this.clock.now();
    const named = [bastion.accountId, bastion.instanceId, userId, hostAccountId, now];
    const [access] = await this.dataSource.query<Pick<AccessExplanation, 'until'>[]>(accessOfPair, named);
    const granted = await this.dataSource.query<GrantRow[]>(grantsOfPair, named);
    const isAuthorized = access !== undefined;
    const missing = isAuthorized ? [] : missingFor(user, account, granted, now);
    return { isAuthorized, until: access?.until ?? null, grants: granted, missing };
  }
}

function missingFor(user: User, account: HostAccount, granted: readonly GrantRow[], now: Date): MissingForAccess[] {
  const missing: MissingForAccess[] = [...missingGrant(granted)];
  const refusal = refusalAt(user, now);
  if (refusal) missing.push(refusal);
  if (account.protocolName !== 'SSH') missing.push('SSH');
  return missing;
}

/** Nothing where one grant holds; otherwise what is wrong with each rule. */
function missingGrant(granted: readonly GrantRow[]): readonly MissingForAccess[] {
  if (granted.length === 0) return ['Grant'];
  const obstacles = granted.flatMap(({ obstacle }) => obstacle ?? []);
  return obstacles.length < granted.length ? [] : [...new Set(obstacles)];
}
