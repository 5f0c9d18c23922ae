import type { ServiceAccount } from './test-account.ts';

/** Creates a RAM user without any rights; returns their id. */
export async function newRamUser(account: ServiceAccount, UserName: string): Promise<string> {
  const { User } = await account.pop('ram').request('CreateUser', { UserName });
  return User.UserId;
}
