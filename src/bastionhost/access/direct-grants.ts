import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Events } from '../../events/events.api.ts';
import { rowOf, within, type Bastion } from '../instances/bastion.ts';
import {
  deleteAccountGrants,
  deleteHostGrants,
  hasHostGrant,
  holdAccounts,
  holdBoth,
  insertAccountGrants,
  insertHostGrant,
  type Pair,
} from './grant-rows.ts';

/** A host to attach or detach, with accounts on it. Without accounts, the host itself. */
export interface GrantedHost {
  readonly hostId: string;
  readonly hostAccountIds: readonly string[];
}

/** The outcome for one item. The spelling of the last code is the vendor's. */
export type ItemCode = 'OK' | 'OBJECT_NOT_FOUND' | 'OBJECT_AlREADY_EXISTS';

export interface GrantedHostResult {
  readonly hostId: string;
  readonly code: ItemCode;
  readonly accounts: readonly { readonly hostAccountId: string; readonly code: ItemCode }[];
}

/** Direct grants: which user may use which account on which host. */
@Injectable()
export class DirectGrants {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: Events,
  ) {}

  /** Attaches hosts one by one. What does not exist, or is attached already, is reported in the code of the item. */
  async attach(bastion: Bastion, userId: string, grants: readonly GrantedHost[]): Promise<GrantedHostResult[]> {
    return this.changeEach(grants, (tx, { hostId, hostAccountIds }) =>
      attachOne(tx, { ...rowOf(bastion), userId, hostId }, hostAccountIds),
    );
  }

  /** Detaches hosts one by one. A host without accounts is detached together with all the user's accounts on it. */
  async detach(bastion: Bastion, userId: string, grants: readonly GrantedHost[]): Promise<GrantedHostResult[]> {
    return this.changeEach(grants, async (tx, { hostId, hostAccountIds }) => {
      const result = await detachOne(tx, { ...rowOf(bastion), userId, hostId }, hostAccountIds);
      const withdrawn = { kind: 'AccessWithdrawn', ...within(bastion), userId, hostId } as const;
      if (result.code === 'OK') await this.events.publish(tx, withdrawn);
      return result;
    });
  }

  private async changeEach(
    grants: readonly GrantedHost[],
    change: (tx: EntityManager, grant: GrantedHost) => Promise<GrantedHostResult>,
  ): Promise<GrantedHostResult[]> {
    const results: GrantedHostResult[] = [];
    for (const grant of grants) {
      results.push(await this.dataSource.transaction((tx) => change(tx, grant)));
    }
    return results;
  }
}

async function attachOne(tx: EntityManager, pair: Pair, accountIds: readonly string[]): Promise<GrantedHostResult> {
  const { hostId } = pair;
  if (!(await holdBoth(tx, pair))) return notFound(hostId, accountIds);
  const isNew = await insertHostGrant(tx, pair);
  if (accountIds.length === 0) return { hostId, code: isNew ? 'OK' : 'OBJECT_AlREADY_EXISTS', accounts: [] };
  const onHost = await holdAccounts(tx, pair, accountIds);
  const attached = await insertAccountGrants(tx, pair, onHost);
  const codeOf = (id: string): ItemCode => {
    if (attached.delete(id)) return 'OK';
    return onHost.includes(id) ? 'OBJECT_AlREADY_EXISTS' : 'OBJECT_NOT_FOUND';
  };
  return { hostId, code: 'OK', accounts: accountIds.map((id) => ({ hostAccountId: id, code: codeOf(id) })) };
}

async function detachOne(tx: EntityManager, pair: Pair, accountIds: readonly string[]): Promise<GrantedHostResult> {
  const { hostId } = pair;
  if (accountIds.length === 0) {
    const isDetached = await deleteHostGrants(tx, pair);
    return { hostId, code: isDetached ? 'OK' : 'OBJECT_NOT_FOUND', accounts: [] };
  }
  const detached = await deleteAccountGrants(tx, pair, accountIds);
  const accounts = accountIds.map((id): GrantedHostResult['accounts'][number] => ({
    hostAccountId: id,
    code: detached.delete(id) ? 'OK' : 'OBJECT_NOT_FOUND',
  }));
  const isGranted = accounts.some(({ code }) => code === 'OK') || (await hasHostGrant(tx, pair));
  return { hostId, code: isGranted ? 'OK' : 'OBJECT_NOT_FOUND', accounts };
}

function notFound(hostId: string, accountIds: readonly string[]): GrantedHostResult {
  const code = 'OBJECT_NOT_FOUND';
  return { hostId, code, accounts: accountIds.map((hostAccountId) => ({ hostAccountId, code })) };
}
