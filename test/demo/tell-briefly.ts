import { Demo } from '../../src/demo/demo.ts';
import { startEmulatedInstance } from '../../src/demo/emulated-instance.ts';

/** A program for a process of its own: the demo with an empty story, after which it keeps running. */
await new Demo({ check: false, startInstance: startEmulatedInstance, story: async () => undefined }).run();
