import { parseArgs } from 'node:util';

export const parts = ['http', 'timing', 'crypto', 'secrets', 'access', 'menu', 'connect', 'bulk', 'memory'] as const;
export type Part = (typeof parts)[number];

export interface BenchOptions {
  readonly parts: readonly Part[];
  /** Fewer and smaller repeats, for a first look and not for figures to quote. */
  readonly quick: boolean;
  /** The folder of another build, to be measured in turns with this one. */
  readonly against?: string;
}

/** @throws Error with a usage line when the arguments name anything else */
export function readOptions(args: readonly string[]): BenchOptions {
  const usage = `usage: npm run bench -- [${parts.join('|')}]… [--quick] [--against <folder>]`;
  try {
    const options = { quick: { type: 'boolean', default: false }, against: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const wanted = parts.filter((part) => positionals.includes(part));
    if (wanted.length === positionals.length) return { parts: wanted.length === 0 ? parts : wanted, ...values };
  } catch {
    // The arguments name an option that there is not.
  }
  throw new Error(usage);
}
