import { setTimeout as delay } from 'node:timers/promises';

/** Asks again until `condition` holds; fails with `what` when it does not within `limit` milliseconds. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  limit = 15_000,
): Promise<void> {
  const end = performance.now() + limit;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not within ${limit} ms: ${what}`);
    await delay(20);
  }
}
