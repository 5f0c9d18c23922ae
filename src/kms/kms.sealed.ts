import { sealedColumn, type SealedColumn } from '../sealing/sealed-column.api.ts';
import { keyMaterialPlace } from './keys/key-materials.service.ts';

/** What KMS keeps sealed: the material of keys. Values of secrets lie under these. */
export const kmsSealed: readonly SealedColumn[] = [
  sealedColumn(
    'kms_key_versions',
    'sealed_material',
    ['account_id', 'region', 'key_id', 'key_version_id'],
    ({ account_id: accountId, region, key_id: keyId, key_version_id: keyVersionId }) =>
      keyMaterialPlace({ accountId, region, keyId, keyVersionId }),
  ),
];
