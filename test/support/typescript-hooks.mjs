// `node --import <this file> program.ts`: runs the project's TypeScript in a process of its own, compiled as Jest compiles it.
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { transform } from '@swc/core';
import jestConfig from '../../jest.config.js';

if (isMainThread) register(import.meta.url);

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const [, options] = Object.values(jestConfig.transform)[0];
  const { code } = await transform(await readFile(fileURLToPath(url), 'utf8'), { ...options, swcrc: false });
  return { format: 'module', source: code, shortCircuit: true };
}
