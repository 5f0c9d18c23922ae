import { execFileSync } from 'node:child_process';
import { citations, expectProof, provenRows } from './proofs.ts';

const rows = provenRows('docs/attacks.md', /^[AZ]\d+$/);
const numbered = (letter: string, last: number) => Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);

describe('the attacks on logins and on what they may do', () => {
  it('are numbered without a gap', () => {
    expect(rows.map(({ name }) => name)).toEqual([...numbered('A', 15), ...numbered('Z', 10)]);
  });

  it.each(rows.filter(({ outcome }) => !outcome.startsWith('not ours')))(
    '$name, $fault: what happens, and a spec whose titles begin with its name',
    (row) => {
      expectProof(row);
      const specs = new Set(citations(row.proof).map(({ file }) => file));
      const named = execFileSync('git', ['grep', '-lE', `['"\`]${row.name}: `, '--', ...specs], { encoding: 'utf8' });
      expect(named.trim().split('\n').sort()).toEqual([...specs].sort());
    },
  );
});
