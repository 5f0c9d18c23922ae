import { Demo } from '../../src/demo/demo.ts';

/** A program for a process of its own: the demo with a server that fails to start and leaves a timer running. */
const startInstance = async () => {
  setInterval(() => undefined, 1_000);
  throw new Error('it does not start');
};
await new Demo({
  check: true,
  startInstance,
  story: async ({ startTarget }) => void (await startTarget('web-01', { name: 'ops' })),
}).run();
