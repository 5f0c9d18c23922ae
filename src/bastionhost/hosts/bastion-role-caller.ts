import type { Caller } from '../../common/caller.ts';
import { serviceRoleCaller } from '../../identity/identity.api.ts';
import { bastionServiceRole } from '../bastion-role.api.ts';

/** The bastion's service role in a region, for a call of the administrator. */
export function asBastionRole(
  { accountId, sourceAddress, secureTransport, requestId }: Caller,
  region: string,
): Caller {
  return serviceRoleCaller(bastionServiceRole, { accountId, region, sourceAddress, secureTransport, requestId });
}
