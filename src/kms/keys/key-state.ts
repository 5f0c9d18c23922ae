import { KmsErrors } from '../kms.errors.ts';
import type { Key, KeyState } from './key.entity.ts';

type Lifetime = Pick<Key, 'state' | 'materialExpiresAt'>;

/** The state at a moment. Expired material counts as not imported, even before it is wiped. */
export function stateAt({ state, materialExpiresAt }: Lifetime, now: Date): KeyState {
  const isExpired = materialExpiresAt !== null && materialExpiresAt <= now;
  return isExpired && state !== 'PendingDeletion' ? 'PendingImport' : state;
}

/** A key's row with the state that it has at a moment; undefined when its deletion date has passed by then. */
export function keyAt(row: Key | null, now: Date): Key | undefined {
  if (!row || (row.deletionAt && row.deletionAt <= now)) return undefined;
  return Object.assign(row, { state: stateAt(row, now) });
}

/** `stateAt` in SQL, for a row and a moment; null when there is no such key or its deletion date has passed. */
export function stateInSql(key: string, now: string): string {
  return `case when ${key}.deletion_at <= ${now} then null
    when ${key}.material_expires_at <= ${now} and ${key}.state <> 'PendingDeletion' then 'PendingImport'
    else ${key}.state end`;
}

const refusals: Record<Exclude<KeyState, 'Enabled'>, () => Error> = {
  Disabled: KmsErrors.KeyDisabled,
  PendingDeletion: KmsErrors.KeyPendingDeletion,
  PendingImport: KmsErrors.KeyPendingImport,
};

/**
 * Nothing is encrypted or decrypted under a key that is not enabled.
 * @throws Rejected.Disabled, Rejected.PendingDeletion, Rejected.PendingImport, Forbidden.KeyNotFound when the key no
 *   longer exists (null)
 */
export function requireEnabled(state: KeyState | null): void {
  if (state === null) throw KmsErrors.KeyNotFound();
  if (state !== 'Enabled') throw refusals[state]();
}

/** @throws Rejected.StateModifiedFailed when the key is in none of these states */
export function requireState(state: KeyState, ...allowed: KeyState[]): void {
  if (!allowed.includes(state)) throw KmsErrors.StateModifiedFailed();
}
