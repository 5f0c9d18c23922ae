import { readFileSync } from 'node:fs';

/** A program of docs/clients.md, unchanged and, where lines for plain HTTP are given, with them applied. */
export interface DocumentedProgram {
  readonly client: string;
  readonly language: string;
  readonly overTls: string;
  readonly overPlainHttp?: string;
}

/** The programs of docs/clients.md in these languages, one per section. */
export function documentedPrograms(languages: readonly string[]): DocumentedProgram[] {
  const sections = readFileSync('docs/clients.md', 'utf8').split(/^## /m).slice(1);
  return sections.map(readSection).filter(({ language }) => languages.includes(language));
}

function readSection(section: string): DocumentedProgram {
  const client = section.split('\n', 1)[0]!;
  const fences = [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, text]) => ({
    language: language!,
    text: text!,
  }));
  const program = fences.find(({ language }) => language !== 'sh' && language !== 'diff');
  const change = fences.find(({ language }) => language === 'diff');
  const overTls = program?.text ?? '';
  return {
    client,
    language: program?.language ?? '',
    overTls,
    overPlainHttp: change && changed(overTls, change.text),
  };
}

/**
 * Applies a change: hunks separated by empty lines, of lines that stay (` `), go (`-`) and come (`+`). Each hunk must
 * fit in exactly one place.
 */
function changed(program: string, change: string): string {
  return change
    .trimEnd()
    .split('\n\n')
    .map((hunk) => hunk.split('\n'))
    .reduce((text, hunk) => {
      const [before, after] = ['-', '+'].map((sign) =>
        hunk
          .filter((line) => line.startsWith(' ') || line.startsWith(sign))
          .map((line) => `${line.slice(1)}\n`)
          .join(''),
      ) as [string, string];
      if (text.split(before).length !== 2) throw new Error(`this change does not fit:\n${hunk.join('\n')}`);
      return text.replace(before, () => after);
    }, program);
}
