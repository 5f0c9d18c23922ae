import type { EntityManager } from 'typeorm';
import type { Bastion } from '../instances/bastion.ts';
import type { Grantee } from './grantee.ts';

/** A grantee and an asset, which is a host or a host group, of one bastion instance. */
export interface Pair extends Pick<Bastion, 'accountId' | 'region' | 'instanceId'> {
  readonly grantee: Grantee;
  readonly assetId: string;
}

/**
 * The rows of the grants on one kind of asset. An account is an id of an account on a host, or a name of accounts in a
 * host group. Granting an account grants its asset too; only the account gives access.
 */
export interface GrantRows {
  /** The id by which AccessWithdrawn names the asset; undefined: it names none. */
  readonly assetIdInEvents?: 'hostId';
  /** Locks the asset against deletion until the transaction ends. Returns false when it does not exist. */
  holdAsset(tx: EntityManager, pair: Pair): Promise<boolean>;
  /** Returns those accounts that the asset has, locked like the asset. */
  holdAccounts(tx: EntityManager, pair: Pair, accounts: readonly string[]): Promise<string[]>;
  /** Grants the asset itself. Returns false when it was granted already. */
  insertAsset(tx: EntityManager, pair: Pair): Promise<boolean>;
  /** Grants accounts that the asset has. Returns those that were not granted before. */
  insertAccounts(tx: EntityManager, pair: Pair, accounts: readonly string[]): Promise<string[]>;
  hasAsset(tx: EntityManager, pair: Pair): Promise<boolean>;
  /** Withdraws the asset and all its accounts. Returns false when the asset was not granted. */
  deleteAsset(tx: EntityManager, pair: Pair): Promise<boolean>;
  /** Withdraws accounts. Returns those that were granted. */
  deleteAccounts(tx: EntityManager, pair: Pair, accounts: readonly string[]): Promise<string[]>;
}
