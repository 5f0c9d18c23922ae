import { useCheapCandidates } from './cheap-candidates.ts';
import { liveHistories } from './random-histories.ts';
import { keyPairs, passwords } from './model-kinds.ts';

const seed = Date.now() % 1_000_000_000;
// `npm run soak` runs as many as its hours allow.
const histories = 12;

useCheapCandidates();

describe('rotations against a model host', () => {
  it.each([
    ['passwords', passwords],
    ['key pairs', keyPairs],
  ])(
    `of %s keep a value that the host accepts in all of ${histories} random histories (from seed ${seed})`,
    async (_, kind) => {
      await expect(liveHistories(kind, seed, (lived) => lived < histories)).resolves.toBe(histories);
    },
    300_000,
  );
});
