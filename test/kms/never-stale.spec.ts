import { itIsNeverStale } from './never-stale.ts';

// `npm run soak` goes on for hours.
describe('two processes over one database', () => {
  itIsNeverStale({ promotions: 15, rounds: 3 });
});
