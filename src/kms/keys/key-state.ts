import { KmsErrors } from '../kms.errors.ts';
import type { KeyState } from './key.entity.ts';

/** Nothing is encrypted or decrypted under a key that is not enabled. Throws Rejected.Disabled. */
export function requireEnabled(state: KeyState): void {
  if (state !== 'Enabled') throw KmsErrors.KeyDisabled();
}
