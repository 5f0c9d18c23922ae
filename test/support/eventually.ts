import { setTimeout as delay } from 'node:timers/promises';

/** Checks `condition` until it holds. Fails with `what` when that takes longer than `limit` milliseconds. */
export async function eventually(
  description: string,
  condition: () => boolean | Promise<boolean>,
  limit = 15_000,
): Promise<void> {
  const end = performance.now() + limit;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not within ${limit} ms: ${description}`);
    await delay(20);
  }
}
