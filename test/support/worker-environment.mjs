import { TestEnvironment } from 'jest-environment-node';

const { console, process } = globalThis;
const { exit } = process;

/** Puts the globals of Jest into the worker's own global object, where modules that Node imports find them. */
export default class WorkerEnvironment extends TestEnvironment {
  global = globalThis;

  async teardown() {
    // Jest replaces both for each spec file.
    Object.assign(globalThis, { console });
    process.exit = exit;
    await super.teardown();
  }
}
