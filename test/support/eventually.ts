import { setTimeout as delay } from 'node:timers/promises';

/**
 * Checks `condition` until it holds. Fails with the description when it does not after `limit` milliseconds, however
 * long a check takes: the last one begins after them.
 */
export async function eventually(
  description: string,
  condition: () => boolean | Promise<boolean>,
  limit = 15_000,
): Promise<void> {
  const end = performance.now() + limit;
  for (;;) {
    const isLast = performance.now() > end;
    if (await condition()) return;
    if (isLast) throw new Error(`not within ${limit} ms: ${description}`);
    await delay(20);
  }
}
