import { sealedColumn, type SealedColumn } from '../sealing/sealed-column.api.ts';
import { accessKeyPlace } from './access-keys/access-key-place.ts';

/** The columns that identity keeps sealed: the secrets of AccessKeys, including those of sessions. */
export const identitySealed: readonly SealedColumn[] = ['access_keys', 'sts_sessions'].map((table) =>
  sealedColumn(table, 'sealed_secret', ['account_id', 'access_key_id'], (row) =>
    accessKeyPlace(row.account_id, row.access_key_id),
  ),
);
