import { sealedColumn, type SealedColumn } from '../sealing/sealed-column.api.ts';
import { fingerprintPlace, keyMaterialPlace } from './keys/key-materials.ts';

/**
 * What KMS keeps sealed: the material of keys, and the fingerprints of imported material. Secret values are encrypted
 * under the keys.
 */
export const kmsSealed: readonly SealedColumn[] = [
  sealedColumn(
    'kms_key_versions',
    'sealed_material',
    ['account_id', 'region', 'key_id', 'key_version_id'],
    ({ account_id: accountId, region, key_id: keyId, key_version_id: keyVersionId }) =>
      keyMaterialPlace({ accountId, region, keyId, keyVersionId }),
  ),
  sealedColumn(
    'kms_keys',
    'sealed_fingerprint',
    ['account_id', 'region', 'key_id', 'primary_version_id'],
    ({ account_id: accountId, region, key_id: keyId, primary_version_id: keyVersionId }) =>
      fingerprintPlace({ accountId, region, keyId, keyVersionId }),
  ),
];
