import { legacyKeyExchanges, type LegacyKeyExchange } from '../../ssh/algorithms.ts';

/** The key exchange that a host is offered first; `default`: only what every server is offered. */
export const preferredKeyExchanges = ['default', ...legacyKeyExchanges] as const;
export type PreferredKeyExchange = (typeof preferredKeyExchanges)[number];

/** The legacy key exchange to offer a host first, if any. */
export function legacyKeyExchangeOf(preferred: PreferredKeyExchange): LegacyKeyExchange | undefined {
  return preferred === 'default' ? undefined : preferred;
}
