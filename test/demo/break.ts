import { Demo } from '../../src/demo/demo.ts';

/** A program for a process of its own: the demo with a server that does not start, and does not let go of what it began with. */
const startInstance = async () => {
  setInterval(() => undefined, 1_000);
  throw new Error('it does not start');
};
await new Demo({
  check: true,
  startInstance,
  story: async ({ startTarget }) => void (await startTarget('web-01', { name: 'ops' })),
}).run();
