import type { Clock } from '../../common/clock.ts';
import type { Proof } from '../call.ts';
import { GatewayErrors } from '../gateway.errors.ts';

const allowedSkewMs = 15 * 60 * 1000;

/**
 * Refuses a signed call whose time is more than 15 minutes from ours, either way.
 * @throws TimestampFormat, TimestampExpired
 */
export function checkTimestamp(proof: Proof, clock: Clock): void {
  if (proof.scheme === 'basic') return;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(proof.timestamp)) throw GatewayErrors.TimestampFormat();
  const sentAt = Date.parse(proof.timestamp);
  if (Number.isNaN(sentAt)) throw GatewayErrors.TimestampFormat();
  if (Math.abs(clock.now().getTime() - sentAt) > allowedSkewMs) throw GatewayErrors.TimestampExpired();
}
