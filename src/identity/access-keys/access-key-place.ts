import type { SealingPlace } from '../../sealing/sealing.api.ts';

/** The sealing place of an AccessKey's secret. */
export function accessKeyPlace(accountId: string, accessKeyId: string): SealingPlace {
  return ['access-key', accountId, accessKeyId];
}
