import { createRequire, register } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformFileSync } from '@swc/core';
import JestRuntime from 'jest-runtime';

const require = createRequire(import.meta.url);

register('./typescript-hooks.mjs', import.meta.url);

/** Lets Node import the specs: a worker evaluates each module once, not once for each spec (docs/decisions/0050). */
export default class NativeRuntime extends JestRuntime {
  sourceMaps = new SourceMaps();

  unstable_shouldLoadAsEsm() {
    return true;
  }

  unstable_importModule(path) {
    return import(pathToFileURL(path).href);
  }

  /** Jest's test framework, whose state is that of one spec. */
  requireInternalModule(path) {
    delete globalThis[Symbol.for('EVENT_HANDLERS')];
    delete require.cache[path];
    return withoutAsyncHooks(() => require(path));
  }

  getSourceMaps() {
    return this.sourceMaps;
  }
}

/**
 * Jest asks an AsyncLocalStorage which test an asynchronous error belongs to. With Node 20 that costs a tenth of a
 * worker's time, in hooks for each promise. Tests run one after another: here it belongs to the one that runs.
 */
class RunningTest {
  getStore() {
    return this.store;
  }

  run(store, callback) {
    const outer = this.store;
    this.store = store;
    return callback().finally(() => (this.store = outer));
  }
}

function withoutAsyncHooks(load) {
  const hooks = require('node:async_hooks');
  const original = Object.getOwnPropertyDescriptor(hooks, 'AsyncLocalStorage');
  Object.defineProperty(hooks, 'AsyncLocalStorage', { value: RunningTest, configurable: true });
  try {
    return load();
  } finally {
    Object.defineProperty(hooks, 'AsyncLocalStorage', original);
  }
}

/** A source map for each TypeScript module that a stack names. */
class SourceMaps extends Map {
  get(source) {
    const path = source.startsWith('file:') ? fileURLToPath(source) : source;
    if (!path.endsWith('.ts')) return undefined;
    if (!this.has(path)) this.set(path, dataUrl(transformFileSync(path, { sourceMaps: true }).map));
    return super.get(path);
  }
}

function dataUrl(sourceMap) {
  return `data:application/json;base64,${Buffer.from(sourceMap).toString('base64')}`;
}
