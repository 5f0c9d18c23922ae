import { createHash } from 'node:crypto';
import type { Caller } from '../common/caller.ts';

type Owner = Pick<Caller, 'accountId' | 'region'>;

/** The id of the one KMS instance that an account has in a region. The instance exists as long as the account. */
export function kmsInstanceId({ accountId, region }: Owner): string {
  const digest = createHash('sha256').update(`kms-instance/${accountId}/${region}`).digest('hex');
  return `kst-${digest.slice(0, 20)}`;
}

export function kmsInstanceArn({ accountId, region }: Owner, instanceId: string): string {
  return `acs:kms:${region}:${accountId}:keystore/${instanceId}`;
}
