export default {
  testMatch: ['<rootDir>/test/**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  // As .swcrc says.
  transform: { '^.+\\.ts$': '@swc/jest' },
  reporters: ['default', ...(process.env.TEST_REPORT ? ['<rootDir>/test/support/summary-reporter.mjs'] : [])],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
  testTimeout: 60_000,
};
