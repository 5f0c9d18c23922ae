import { readFileSync } from 'node:fs';

/** The two ways through docs/guide.md. */
export type Way = 'curl' | 'python';

/**
 * A block of docs/guide.md: lines for bash or Python, a line of bash and what is then typed at the terminal that it
 * opens, or what the blocks since the last `text` have printed.
 */
export interface GuideBlock {
  readonly language: 'sh' | 'python' | 'terminal' | 'text';
  readonly text: string;
}

/**
 * The blocks for one way, in their order. A first line such as `# curl` says for whom a block of shell is; the others
 * are for everybody.
 * @param places what stands in the place of the page's addresses
 */
export function guideBlocks(way: Way, places: Readonly<Record<string, string>>): GuideBlock[] {
  const page = Object.entries(places).reduce(
    (text, [written, actual]) => text.replaceAll(written, actual),
    readFileSync('docs/guide.md', 'utf8'),
  );
  return [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .map(([, language, text]) => ({ language, text }) as GuideBlock)
    .filter((block) => isFor(way, block));
}

function isFor(way: Way, { language, text }: GuideBlock): boolean {
  if (language === 'python') return way === 'python';
  const [, label] = /^# (curl|aliyun, not run)\n/.exec(text) ?? [];
  return label === undefined || label === way;
}
