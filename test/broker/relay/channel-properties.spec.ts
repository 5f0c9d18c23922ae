import { itKeepsTheRules } from './channel-properties.ts';

// `npm run soak` runs a hundred times as many.
itKeepsTheRules(1);
