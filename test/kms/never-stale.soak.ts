import { itIsNeverStale } from './never-stale.ts';

const hours = Number(process.env['SOAK_HOURS'] ?? '1');

describe(`two processes over one database, for ${hours} hours each,`, () => {
  itIsNeverStale({ promotions: 40, rounds: 8, atLeastMs: hours * 3_600_000 });
});
