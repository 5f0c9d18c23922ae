import { liveHistories } from './random-histories.ts';

const seed = Date.now() % 1_000_000_000;

describe('rotations of passwords against a model host', () => {
  it(`keep a value that the host takes in every one of 300 random histories (from seed ${seed})`, async () => {
    await expect(liveHistories(seed, (lived) => lived < 300)).resolves.toBe(300);
  }, 300_000);
});
