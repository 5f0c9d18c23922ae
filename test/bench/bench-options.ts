export const parts = ['http', 'timing', 'crypto', 'secrets', 'connect', 'bulk', 'memory'] as const;
export type Part = (typeof parts)[number];

export interface BenchOptions {
  readonly parts: readonly Part[];
  /** Fewer and smaller repeats, for a first look and not for figures to quote. */
  readonly quick: boolean;
}

/** @throws Error with a usage line when the arguments name anything else */
export function readOptions(args: readonly string[]): BenchOptions {
  const named = args.filter((argument) => argument !== '--quick');
  const wanted = parts.filter((part) => named.includes(part));
  if (wanted.length !== named.length) throw new Error(`usage: npm run bench -- [${parts.join('|')}]… [--quick]`);
  return { parts: named.length === 0 ? parts : wanted, quick: args.includes('--quick') };
}
