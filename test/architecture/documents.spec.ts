import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((name) => existsSync(name));
const read = (name: string): string => readFileSync(name, 'utf8');
const decisions = files.filter((name) => /^docs\/decisions\/.*\.md$/.test(name));
// The changelog names files as they were called then.
const documents = files.filter((name) => /^[^/]+\.md$|^docs\/.*\.md$/.test(name) && name !== 'CHANGELOG.md');

/** The anchor that GitHub gives to a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function anchorsOf(document: string): string[] {
  return [...read(document).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchor(heading));
}

/** The links of a document within the project. */
function linksOf(document: string): string[] {
  const links = [...read(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return links.filter((target) => !/^[a-z]+:/.test(target));
}

function leadsSomewhere(document: string, link: string): boolean {
  const [path = '', fragment] = link.split('#');
  const target = path === '' ? document : relative('.', join(dirname(document), path));
  return existsSync(target) && (fragment === undefined || anchorsOf(target).includes(fragment));
}

/** The source files that a document names: by their path, the end of it, or their name. */
function sourcesNamedIn(document: string): string[] {
  return [...read(document).matchAll(/(?<![\w<>*./…-])[\w/-]+(?:\.[\w-]+)*\.(?:ts|mjs|cjs)\b/g)].map(([name]) => name);
}

describe('the documents', () => {
  it('link to files and headings that exist', () => {
    const dead = documents.flatMap((document) =>
      linksOf(document)
        .filter((link) => !leadsSomewhere(document, link))
        .map((link) => `${document}: ${link}`),
    );
    expect(dead).toEqual([]);
  });

  it('name source files that exist', () => {
    const unknown = documents.flatMap((document) =>
      sourcesNamedIn(document)
        .filter((name) => !files.some((file) => file === name || file.endsWith(`/${name}`)))
        .map((name) => `${document}: ${name}`),
    );
    expect(documents.flatMap(sourcesNamedIn).length).toBeGreaterThan(100);
    expect(unknown).toEqual([]);
  });

  it('cite decisions that exist, as the sources do', () => {
    const numbers = new Set(decisions.map((name) => name.slice('docs/decisions/'.length).slice(0, 4)));
    const sources = files.filter((name) => /^(src|test|migrations)\/.*\.ts$/.test(name));
    const unknown = [...documents, ...sources].flatMap((name) =>
      [...read(name).matchAll(/(?:\bdecisions?[ /]|\(|: )(00\d\d)\b/g)]
        .filter(([, number = '']) => !numbers.has(number))
        .map(([citation]) => `${name}: ${citation}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe('a decision', () => {
  const shape = [
    /^# (\d{4}): \S.*\n\n/,
    /\d{4}-\d\d-\d\d(?:; .*)?\n(?:\S.*\n)*\n/,
    /\*\*Context\.\*\* [^]*?\n\n/,
    /\*\*Decision\.\*\*\s[^]*?\n\n/,
    /(?:\*\*Alternatives\.\*\* [^]*?\n\n)?/,
    /\*\*Consequence\.\*\* (?:(?!\n\*\*[A-Z])[^])*\n$/,
  ];
  const decision = new RegExp(shape.map(({ source }) => source).join(''));

  it.each(decisions)('%s has context, decision, alternatives where there were some, and consequence', (name) => {
    const [, number] = decision.exec(read(name)) ?? [];
    expect(name).toContain(`/${number}-`);
    const parts = [...read(name).matchAll(/^\*\*([A-Z]\w+)\.\*\*/gm)].map(([, part]) => part);
    expect(parts.filter((part) => part !== 'Alternatives')).toEqual(['Context', 'Decision', 'Consequence']);
  });
});
