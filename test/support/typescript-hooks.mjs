import { fileURLToPath } from 'node:url';
import { transformFile } from '@swc/core';

/** Lets Node import TypeScript, compiled as .swcrc says. */
export async function load(url, context, nextLoad) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
  const { code } = await transformFile(fileURLToPath(url));
  return { format: 'module', source: code, shortCircuit: true };
}
