import { setTimeout as delay } from 'node:timers/promises';

const attempts = 40;

/** Reads a figure until it has not changed for `everyMs`, so that work left over from a measurement is counted too. */
export async function settled(read: () => Promise<number>, everyMs = 100): Promise<number> {
  let last = await read();
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    await delay(everyMs);
    const current = await read();
    if (current === last || Number.isNaN(current)) return current;
    last = current;
  }
  return last;
}
