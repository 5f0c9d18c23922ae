import type { Caller } from '../../common/caller.ts';
import { AccessDenied, type Authorization } from '../../identity/identity.api.ts';
import type { Action } from '../action.ts';

/** Refuses what the caller's policies do not allow. Actions that their core guards are authorised there. */
export async function authorize(
  authorization: Authorization,
  caller: Caller,
  action: Action,
  resource: string,
): Promise<void> {
  if (action.guardedByCore) return;
  await authorization
    .authorize(caller, { action: `${action.product.name}:${action.name}`, resource })
    .catch((error: unknown) => {
      throw error instanceof AccessDenied ? action.product.errors.accessDenied(error) : error;
    });
}
