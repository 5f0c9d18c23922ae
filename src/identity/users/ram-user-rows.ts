import type { EntityManager } from 'typeorm';
import { RamUser } from './ram-user.entity.ts';

/** Keeps the user from being deleted until the transaction ends. Returns false where the account has no such user. */
export async function keepUser(
  tx: EntityManager,
  { accountId, userId }: Pick<RamUser, 'accountId' | 'userId'>,
): Promise<boolean> {
  const where = { accountId, userId };
  const lock = { mode: 'for_key_share' } as const;
  return (await tx.findOne(RamUser, { select: { userId: true }, where, lock })) !== null;
}
