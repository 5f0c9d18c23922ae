import { readFileSync } from 'node:fs';
import { citations, expectProof, provenRows } from './proofs.ts';

const rows = provenRows('docs/attacks.md', /^[AZ]\d+$/);
const numbered = (letter: string, last: number) => Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);

describe('the attacks on logins and on what they may do', () => {
  it('are numbered without a gap', () => {
    expect(rows.map(({ name }) => name)).toEqual([...numbered('A', 15), ...numbered('Z', 10)]);
  });

  it.each(rows.filter(({ outcome }) => !outcome.startsWith('not ours')))(
    '$name, $fault: what happens, and specs with titles that begin with its name',
    (row) => {
      expectProof(row);
      const title = new RegExp(`['"\`]${row.name}: `);
      const without = citations(row.proof).filter(({ file }) => !title.test(readFileSync(file, 'utf8')));
      expect(without).toEqual([]);
    },
  );
});
