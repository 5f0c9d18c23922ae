export default {
  testMatch: ['<rootDir>/test/**/*.spec.ts'],
  // Node imports the specs; Jest loads the global setup and teardown, as .swcrc says.
  runtime: '<rootDir>/test/support/native-runtime.mjs',
  testEnvironment: '<rootDir>/test/support/worker-environment.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  reporters: ['default', ...(process.env.TEST_REPORT ? ['<rootDir>/test/support/summary-reporter.mjs'] : [])],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  maxWorkers: 2,
  // A new worker loads all modules again.
  workerIdleMemoryLimit: '2GB',
  testTimeout: 60_000,
};
