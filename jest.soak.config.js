import config from './jest.config.js';

// `npm run soak`: the long forms of tests, for SOAK_HOURS hours each (1 unless set); they are no part of `npm test`.
export default {
  ...config,
  testMatch: ['<rootDir>/test/**/*.soak.ts'],
  maxWorkers: 1,
  testTimeout: 2_147_483_647,
};
