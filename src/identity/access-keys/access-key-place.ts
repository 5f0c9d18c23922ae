import type { SealingPlace } from '../../sealing/sealing.api.ts';

/** Where an AccessKey's secret is sealed. */
export function accessKeyPlace(accountId: string, accessKeyId: string): SealingPlace {
  return ['access-key', accountId, accessKeyId];
}
