import type { AuthenticatedUser } from '../bastionhost.api.ts';

type Members = Pick<AuthenticatedUser, 'accountId' | 'region' | 'instanceId' | 'userId' | 'userName'>;

/** Of something with more members, those that say who has logged on. */
export function authenticated({ accountId, region, instanceId, userId, userName }: Members): AuthenticatedUser {
  return { accountId, region, instanceId, userId, userName };
}
