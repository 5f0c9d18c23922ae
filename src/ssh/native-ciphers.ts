import { createRequire } from 'node:module';

const { bindingAvailable } = createRequire(import.meta.url)('ssh2/lib/protocol/crypto.js') as {
  bindingAvailable: boolean;
};

/** False where ssh2 was installed without a C++ compiler: it then uses slower ciphers. */
export const hasNativeCiphers = bindingAvailable;
