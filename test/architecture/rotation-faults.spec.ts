import { expectProof, provenRows } from './proofs.ts';

const rows = provenRows('docs/rotation-faults.md', /^\d+$/);

describe('the faults that a rotation survives', () => {
  it('are numbered from 1 to 30', () => {
    expect(rows.map(({ name }) => Number(name))).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  it.each(rows)('number $name, $fault: what happens, and a spec that shows it', (row) => {
    expectProof(row);
  });
});
