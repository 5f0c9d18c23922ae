import { existsSync, readFileSync } from 'node:fs';

/** A row of a table that says for each fault or attack what happens, and which specs show it. */
export interface ProvenRow {
  readonly name: string;
  readonly fault: string;
  readonly outcome: string;
  readonly proof: string;
}

/** The rows of the tables in a document that begin with such a name. */
export function provenRows(document: string, isName: RegExp): ProvenRow[] {
  return readFileSync(document, 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, name = '']) => isName.test(name))
    .map(([, name = '', fault = '', outcome = '', proof = '']) => ({ name, fault, outcome, proof }));
}

/** Expects that the row says what happens, and that what it cites exists: at least one spec, and words of files. */
export function expectProof({ outcome, proof }: ProvenRow): void {
  expect(outcome).not.toBe('');
  const files = [...proof.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
  expect(files.some((file) => file.endsWith('.spec.ts'))).toBe(true);
  const missing = citations(proof).filter(({ file, words }) => !readFileSync(file, 'utf8').includes(words));
  expect(missing).toEqual([]);
  expect(citations(proof).length).toBeGreaterThan(0);
}

/** What a cell cites, in the form `file`: _words of it_, _more words_. */
export function citations(proof: string): { file: string; words: string }[] {
  return [...proof.matchAll(/`([^`]+)`: (_[^_]+_(?:, _[^_]+_)*)/g)].flatMap(([, file = '', list = '']) =>
    [...list.matchAll(/_([^_]+)_/g)].map(([, words = '']) => ({ file, words })),
  );
}
