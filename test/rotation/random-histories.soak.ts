import { useCheapCandidates } from './cheap-candidates.ts';
import { liveHistories } from './random-histories.ts';
import { keyPairs, passwords } from './model-kinds.ts';

const seed = Date.now() % 1_000_000_000;
const hours = Number(process.env['SOAK_HOURS'] ?? '1');

useCheapCandidates();

describe('rotations against a model host', () => {
  it.each([
    ['passwords', passwords],
    ['key pairs', keyPairs],
  ])(
    `of %s keep a value that the host accepts in every random history of ${hours} hours (from seed ${seed})`,
    async (name, kind) => {
      const end = performance.now() + hours * 3_600_000;
      const lived = await liveHistories(kind, seed, () => performance.now() < end);
      process.stdout.write(`${lived} histories of ${name} from seed ${seed}\n`);
      expect(lived).toBeGreaterThan(0);
    },
  );
});
