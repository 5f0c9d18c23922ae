import type { Clock } from '../../common/clock.ts';
import type { AccessKey } from '../../identity/identity.api.ts';
import type { Proof } from '../call.ts';
import { GatewayErrors } from '../gateway.errors.ts';
import { equalInConstantTime } from '../signature/equal.ts';
import { sha256Hex } from '../signature/acs3.ts';

/**
 * A session's AccessKey is valid only with its security token, and only until it expires; any other key has no token.
 */
export function checkSession({ session }: AccessKey, { securityToken }: Proof, clock: Clock): void {
  if (!session) {
    if (securityToken) throw GatewayErrors.SecurityTokenMismatch();
    return;
  }
  if (!securityToken) throw GatewayErrors.MissingSecurityToken();
  const isTokenOfSession = equalInConstantTime(
    sha256Hex(Buffer.from(securityToken.reveal())),
    session.tokenHash.toString('hex'),
  );
  if (!isTokenOfSession) throw GatewayErrors.SecurityTokenMismatch();
  if (session.expiresAt <= clock.now()) throw GatewayErrors.SecurityTokenExpired();
}
