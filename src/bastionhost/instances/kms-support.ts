import { BastionhostErrors } from '../bastionhost.errors.ts';
import type { Edition } from './edition.ts';

/** What of KMS secrets an edition has: nothing, connections through secrets that are imported, or their import too. */
type KmsSupport = 'none' | 'connections' | 'all';

const firstWithConnections = '3.2.40';
const firstWithOperations = '3.2.50';

/** As documented: Basic Edition, and Enterprise Edition from 3.2.40, whose two operations need 3.2.50. */
export function kmsSupportOf({ planCode, imageVersion, hasKmsSecretModule }: Edition): KmsSupport {
  if (!hasKmsSecretModule) return 'none';
  if (planCode === 'cloudbastion' || !isBefore(imageVersion, firstWithOperations)) return 'all';
  return isBefore(imageVersion, firstWithConnections) ? 'none' : 'connections';
}

/** For the operations that list and import secrets. @throws KmsSecretsUnsupported */
export function requireKmsOperations(edition: Edition): void {
  if (kmsSupportOf(edition) === 'all') return;
  const { hasKmsSecretModule, imageVersion } = edition;
  const Reason = hasKmsSecretModule
    ? `this operation needs image version ${firstWithOperations} or later, and the instance has ${imageVersion}`
    : 'the KmsSecretModule of the instance is Disable';
  throw BastionhostErrors.KmsSecretsUnsupported({ Reason });
}

function isBefore(version: string, other: string): boolean {
  return version.localeCompare(other, 'en', { numeric: true }) < 0;
}
