import { liveHistories } from './random-histories.ts';

const seed = Date.now() % 1_000_000_000;
const hours = Number(process.env['SOAK_HOURS'] ?? '1');

describe('rotations of passwords against a model host', () => {
  it(`keep a value that the host takes in every random history of ${hours} hours (from seed ${seed})`, async () => {
    const end = performance.now() + hours * 3_600_000;
    const lived = await liveHistories(seed, () => performance.now() < end);
    process.stdout.write(`${lived} histories from seed ${seed}\n`);
    expect(lived).toBeGreaterThan(0);
  });
});
