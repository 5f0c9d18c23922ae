import type { TestServerHolder } from './global-setup.ts';

// oxlint-disable-next-line import/no-default-export -- what Jest loads
export default async function stopTestServer(): Promise<void> {
  await (globalThis as TestServerHolder).stopTestServer?.();
}
