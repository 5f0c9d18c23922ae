import { Demo } from '../../src/demo/demo.ts';
import type { TargetInstance } from '../../src/demo/target-instance.ts';

/** A program for a process of its own: the demo with a server that never stops. */
const startInstance = async () => ({ stop: () => new Promise<void>(() => undefined) }) as TargetInstance;
await new Demo({
  check: false,
  startInstance,
  story: async ({ startTarget }) => void (await startTarget('web-01', { name: 'ops' })),
}).run();
