import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type EntityTarget } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Guard } from '../../guard/guard.api.ts';
import { HostGroup } from '../groups/host-group.entity.ts';
import { UserGroup } from '../groups/user-group.entity.ts';
import { HostAccount } from '../hosts/host-account.entity.ts';
import { Host } from '../hosts/host.entity.ts';
import type { BastionRow } from '../instances/bastion-row.ts';
import { within, type Bastion } from '../instances/bastion.ts';
import { takeDeletionTurn } from '../instances/deletion-turn.ts';
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
  constructor(
    private readonly dataSource: DataSource,
    private readonly guard: Guard,
  ) {}

  /**
   * Deletes something in a transaction, by `remove`, and records the grants to or on it that went with it. It is locked
   * first, so that none is added in between. Records nothing where it had none.
   */
  async deleting(
    caller: Caller,
    bastion: Bastion,
    thing: Grantable,
    remove: (tx: EntityManager) => Promise<void>,
  ): Promise<void> {
    const withdrawn = await this.dataSource.transaction(async (tx) => {
      const grants = await lockAndReadGrants(tx, bastion, thing);
      await remove(tx);
      return grants;
    });
    // After the transaction, since the trail needs a connection of its own.
    if (withdrawn.length > 0) await this.record(caller, bastion, thing, withdrawn);
  }

  private record(caller: Caller, bastion: Bastion, thing: Grantable, grants: readonly NamedGrant[]): Promise<void> {
    const name = `${kinds[thing.kind].noun}/${thing.id}`;
    const resource = `acs:yundun-bastionhost:${bastion.region}:${bastion.accountId}:${name} with ${textOf(grants)}`;
    return this.guard.note({ caller, product: 'yundun-bastionhost', action: 'WithdrawGrants', resource, result: 'OK' });
  }
}

/** The grants to or on the thing, which is locked; nothing where the instance does not have it. */
async function lockAndReadGrants(tx: EntityManager, bastion: Bastion, { kind, id }: Grantable): Promise<NamedGrant[]> {
  await takeDeletionTurn(tx, bastion);
  const lock = { mode: 'pessimistic_write' } as const;
  const where = { ...within(bastion), id };
  if (!(await tx.findOne(kinds[kind].entity, { select: { id: true }, where, lock }))) return [];
  return tx.query<NamedGrant[]>(grantsOn[kind], [id, namedGrants]);
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
