import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Events } from '../../events/events.api.ts';
import { rowOf, within, type Bastion } from '../instances/bastion.ts';
import type { GrantRows, Pair } from './grant-rows.ts';
import { holdGrantee, type Grantee } from './grantee.ts';
import { hostGrantRows } from './host-grant-rows.ts';
import { hostGroupGrantRows } from './host-group-grant-rows.ts';

/** What can be granted. The accounts of a host go by id, those in a host group by name. */
export type AssetKind = 'Host' | 'HostGroup';

/** An asset to attach or detach, with accounts of it. Without accounts, the asset itself. */
export interface GrantedAsset {
  readonly assetId: string;
  readonly accounts: readonly string[];
}

/** The outcome for one item. The spelling of the last code is the vendor's. */
export type ItemCode = 'OK' | 'OBJECT_NOT_FOUND' | 'OBJECT_AlREADY_EXISTS';

export interface GrantedAssetResult {
  readonly assetId: string;
  readonly code: ItemCode;
  readonly accounts: readonly { readonly account: string; readonly code: ItemCode }[];
}

const rowsOf: Readonly<Record<AssetKind, GrantRows>> = { Host: hostGrantRows, HostGroup: hostGroupGrantRows };

/** Direct grants: which user or user group may use which accounts of a host or in a host group. */
@Injectable()
export class DirectGrants {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: Events,
  ) {}

  /** Attaches assets one by one. What does not exist, or is attached already, is reported in the code of the item. */
  attach(
    bastion: Bastion,
    grantee: Grantee,
    kind: AssetKind,
    assets: readonly GrantedAsset[],
  ): Promise<GrantedAssetResult[]> {
    return this.changeEach(assets, async (tx, { assetId, accounts }) => {
      const pair = { ...rowOf(bastion), grantee, assetId };
      const result = await attachOne(tx, rowsOf[kind], pair, accounts);
      if (result.code === 'OK') await this.events.publish(tx, { kind: 'AccessChanged', ...concernedBy(pair) });
      return result;
    });
  }

  /** Detaches assets one by one. One without accounts is detached together with all the grantee's accounts of it. */
  detach(
    bastion: Bastion,
    grantee: Grantee,
    kind: AssetKind,
    assets: readonly GrantedAsset[],
  ): Promise<GrantedAssetResult[]> {
    return this.changeEach(assets, async (tx, { assetId, accounts }) => {
      const pair = { ...rowOf(bastion), grantee, assetId };
      const result = await detachOne(tx, rowsOf[kind], pair, accounts);
      if (result.code === 'OK') await this.events.publish(tx, withdrawalOf(pair, rowsOf[kind]));
      return result;
    });
  }

  private async changeEach(
    assets: readonly GrantedAsset[],
    change: (tx: EntityManager, asset: GrantedAsset) => Promise<GrantedAssetResult>,
  ): Promise<GrantedAssetResult[]> {
    const results: GrantedAssetResult[] = [];
    for (const asset of assets) {
      results.push(await this.dataSource.transaction((tx) => change(tx, asset)));
    }
    return results;
  }
}

async function attachOne(
  tx: EntityManager,
  rows: GrantRows,
  pair: Pair,
  accounts: readonly string[],
): Promise<GrantedAssetResult> {
  const { assetId } = pair;
  const isThere = (await holdGrantee(tx, pair, pair.grantee)) && (await rows.holdAsset(tx, pair));
  if (!isThere) return resultOf(assetId, 'OBJECT_NOT_FOUND', accounts, () => 'OBJECT_NOT_FOUND');
  const isNew = await rows.insertAsset(tx, pair);
  if (accounts.length === 0) return resultOf(assetId, isNew ? 'OK' : 'OBJECT_AlREADY_EXISTS');
  const held = await rows.holdAccounts(tx, pair, accounts);
  const attached = new Set(held.length === 0 ? [] : await rows.insertAccounts(tx, pair, held));
  return resultOf(assetId, 'OK', accounts, (account) => {
    if (attached.delete(account)) return 'OK';
    return held.includes(account) ? 'OBJECT_AlREADY_EXISTS' : 'OBJECT_NOT_FOUND';
  });
}

async function detachOne(
  tx: EntityManager,
  rows: GrantRows,
  pair: Pair,
  accounts: readonly string[],
): Promise<GrantedAssetResult> {
  const { assetId } = pair;
  // Held, so that a deletion of either does not take the same grants in another order.
  await holdGrantee(tx, pair, pair.grantee);
  await rows.holdAsset(tx, pair);
  if (accounts.length === 0) return resultOf(assetId, (await rows.deleteAsset(tx, pair)) ? 'OK' : 'OBJECT_NOT_FOUND');
  const detached = new Set(await rows.deleteAccounts(tx, pair, accounts));
  const isGranted = detached.size > 0 || (await rows.hasAsset(tx, pair));
  return resultOf(assetId, isGranted ? 'OK' : 'OBJECT_NOT_FOUND', accounts, (account) =>
    detached.delete(account) ? 'OK' : 'OBJECT_NOT_FOUND',
  );
}

function resultOf(
  assetId: string,
  code: ItemCode,
  accounts: readonly string[] = [],
  codeOf: (account: string) => ItemCode = () => code,
): GrantedAssetResult {
  return { assetId, code, accounts: accounts.map((account) => ({ account, code: codeOf(account) })) };
}

/** Who may be affected: the members of a user group and the hosts of a host group are not named one by one. */
function withdrawalOf(pair: Pair, { assetIdInEvents }: GrantRows) {
  const asset = assetIdInEvents ? { [assetIdInEvents]: pair.assetId } : {};
  return { kind: 'AccessWithdrawn', ...concernedBy(pair), ...asset } as const;
}

function concernedBy({ grantee, ...place }: Pair) {
  return { ...within(place), ...(grantee.kind === 'User' ? { userId: grantee.id } : {}) };
}
