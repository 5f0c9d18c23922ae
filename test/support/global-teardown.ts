import type { TestRunHolder } from './global-setup.ts';

// oxlint-disable-next-line import/no-default-export -- what Jest loads
export default async function stopTestRun(): Promise<void> {
  await (globalThis as TestRunHolder).stopTestRun?.();
}
