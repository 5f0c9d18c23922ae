import type { EntityManager } from 'typeorm';
import { BastionInstance } from './bastion-instance.entity.ts';
import { within, type BastionKey } from './bastion.ts';

/**
 * Makes transactions that take away grants of several things in an instance run one after the other: two that take some
 * of the same grants in different orders would deadlock. To be called before anything else is locked. Whatever only
 * adds rows does not wait.
 */
export async function takeDeletionTurn(tx: EntityManager, bastion: BastionKey): Promise<void> {
  const lock = { mode: 'for_no_key_update' } as const;
  await tx.findOne(BastionInstance, { select: { instanceId: true }, where: within(bastion), lock });
}
