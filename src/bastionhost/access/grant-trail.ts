import { Injectable } from '@nestjs/common';
import type { EntityManager, EntityTarget } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Guard } from '../../guard/guard.api.ts';
import { HostGroup } from '../groups/host-group.entity.ts';
import { UserGroup } from '../groups/user-group.entity.ts';
import { HostAccount } from '../hosts/host-account.entity.ts';
import { Host } from '../hosts/host.entity.ts';
import type { BastionRow } from '../instances/bastion-row.ts';
import { within, type Bastion } from '../instances/bastion.ts';
import { Rule } from '../rules/rule.entity.ts';
import { User } from '../users/user.entity.ts';
import { grantsOn, type GrantableKind } from './grants-on.sql.ts';

/** Something that grants are made to or on. */
export interface Grantable {
  readonly kind: GrantableKind;
  readonly id: string;
}

/** How many grants a row of the trail names; it counts the others. */
const namedGrants = 20;

const kinds: Readonly<Record<GrantableKind, { readonly entity: EntityTarget<BastionRow>; readonly noun: string }>> = {
  User: { entity: User, noun: 'user' },
  UserGroup: { entity: UserGroup, noun: 'user-group' },
  Rule: { entity: Rule, noun: 'rule' },
  Host: { entity: Host, noun: 'host' },
  HostAccount: { entity: HostAccount, noun: 'host-account' },
  HostGroup: { entity: HostGroup, noun: 'host-group' },
};

/** Says in the audit trail which grants go with something that is deleted. */
@Injectable()
export class GrantTrail {
  constructor(private readonly guard: Guard) {}

  /**
   * Records the grants to or on something, which the deletion that follows in this transaction takes with it. Locks it,
   * so that none is added in between. Does nothing where the instance does not have it, or it has no grants.
   */
  async beforeDeletion(tx: EntityManager, caller: Caller, bastion: Bastion, { kind, id }: Grantable): Promise<void> {
    const { entity, noun } = kinds[kind];
    const lock = { mode: 'pessimistic_write' } as const;
    if (!(await tx.findOne(entity, { select: { id: true }, where: { ...within(bastion), id }, lock }))) return;
    const found = await tx.query<NamedGrant[]>(grantsOn[kind], [id, namedGrants]);
    if (found.length === 0) return;
    const { region, accountId } = bastion;
    const resource = `acs:yundun-bastionhost:${region}:${accountId}:${noun}/${id} with ${textOf(found)}`;
    await this.guard.note({ caller, product: 'yundun-bastionhost', action: 'WithdrawGrants', resource, result: 'OK' });
  }
}

interface NamedGrant {
  readonly grantee: string;
  readonly asset: string;
  /** The number of all grants. */
  readonly total: number;
}

/** `2 grants: user/1 on host/2, rule/3 on host-account/4`, or `50 grants: …, and 30 more`. */
function textOf(grants: readonly NamedGrant[]): string {
  const total = grants[0]!.total;
  const named = grants.map(({ grantee, asset }) => `${grantee} on ${asset}`).join(', ');
  const others = total > grants.length ? `, and ${total - grants.length} more` : '';
  return `${total === 1 ? '1 grant' : `${total} grants`}: ${named}${others}`;
}
