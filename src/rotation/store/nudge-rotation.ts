import type { EntityManager } from 'typeorm';
import type { SecretId } from '../../kms/rotated-secrets.api.ts';
import { livePhases } from './rotation-run.ts';

/** Each attempt may cost the account failed logins. */
const betweenNudgesMs = 60_000;

/** Has a rotation that waits after a failure tried at once: whoever asks for one has mended something, it seems. Callers hold the secret's lock. */
export async function nudgeRotation(
  tx: EntityManager,
  { accountId, region, secretId }: SecretId,
  now: Date,
): Promise<void> {
  const notSince = new Date(now.getTime() - betweenNudgesMs);
  await tx.query(nudge, [accountId, region, secretId, now, livePhases, notSince]);
}

const nudge = `
  update kms_rotations set due_at = $4, nudged_at = $4
  where account_id = $1 and region = $2 and secret_id = $3 and phase = any($5) and failures > 0 and due_at > $4
    and (lease_until is null or lease_until <= $4) and (nudged_at is null or nudged_at <= $6)`;
