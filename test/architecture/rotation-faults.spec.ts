import { existsSync, readFileSync } from 'node:fs';

/** The rows of a Markdown table that begin with a number. */
const rows = readFileSync('docs/rotation-faults.md', 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, number = '']) => /^\d+$/.test(number))
  .map(([, number, fault = '', outcome = '', proof = '']) => ({ number: Number(number), fault, outcome, proof }));

/** What a cell cites, in the form `file`: _words of it_, _more words_. */
function citations(proof: string): { file: string; words: string }[] {
  return [...proof.matchAll(/`([^`]+)`: (_[^_]+_(?:, _[^_]+_)*)/g)].flatMap(([, file = '', list = '']) =>
    [...list.matchAll(/_([^_]+)_/g)].map(([, words = '']) => ({ file, words })),
  );
}

describe('the faults that a rotation survives', () => {
  it('are numbered from 1 to 30', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  it.each(rows)('number $number, $fault: what happens, and a spec that shows it', ({ outcome, proof }) => {
    expect(outcome).not.toBe('');
    const files = [...proof.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
    expect(files.some((file) => file.endsWith('.spec.ts'))).toBe(true);
    const missing = citations(proof).filter(({ file, words }) => !readFileSync(file, 'utf8').includes(words));
    expect(missing).toEqual([]);
    expect(citations(proof).length).toBeGreaterThan(0);
  });
});
