import type { Caller } from '../../common/caller.ts';
import type { Authorization } from '../../identity/identity.api.ts';
import type { Action } from '../action.ts';

/** Refuses what the caller's policies do not allow. Actions that their core or their handler guards are authorised there. */
export async function authorize(
  authorization: Authorization,
  caller: Caller,
  action: Action,
  resources: readonly string[],
): Promise<void> {
  if (action.guardedByCore || action.authorizedByHandler) return;
  const name = `${action.product.name}:${action.name}`;
  for (const resource of resources) await authorization.authorize(caller, { action: name, resource });
}
