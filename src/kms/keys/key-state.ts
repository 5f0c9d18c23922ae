import { KmsErrors } from '../kms.errors.ts';
import type { Key, KeyState } from './key.entity.ts';

type Lifetime = Pick<Key, 'state' | 'materialExpiresAt'>;

/** The state at a moment: expired material counts as not imported, whether it was wiped already or not. */
export function stateAt({ state, materialExpiresAt }: Lifetime, now: Date): KeyState {
  const isExpired = materialExpiresAt !== null && materialExpiresAt <= now;
  return isExpired && state !== 'PendingDeletion' ? 'PendingImport' : state;
}

/** `stateAt` in SQL, of a row and a moment; null where there is no such key, or none any more. */
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
 * Nothing is encrypted or decrypted under a key that is not enabled. Throws Rejected.Disabled, Rejected.PendingDeletion,
 * Rejected.PendingImport, or Forbidden.KeyNotFound where there is no key any more.
 */
export function requireEnabled(state: KeyState | null): void {
  if (state === null) throw KmsErrors.KeyNotFound();
  if (state !== 'Enabled') throw refusals[state]();
}

/** Throws Rejected.StateModifiedFailed when the key is in none of these states. */
export function requireState(state: KeyState, ...allowed: KeyState[]): void {
  if (!allowed.includes(state)) throw KmsErrors.StateModifiedFailed();
}
