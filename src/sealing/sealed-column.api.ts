import type { SealingPlace } from './sealing.api.ts';

/** A column that holds ciphertexts of Sealing, so that they can be sealed anew. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** Columns that name a row and its place. */
  readonly rowKey: readonly string[];
  readonly placeOf: (row: Readonly<Record<string, string>>) => SealingPlace;
}

/**
 * Beside the column stands another one, `<column>_under`, that is generated from it: the key it is sealed under, as a foreign key into
 * `sealing_keys`. So the database itself keeps a key for as long as something is sealed under it.
 */
export function sealedColumn<Name extends string>(
  table: string,
  column: string,
  rowKey: readonly Name[],
  placeOf: (row: Readonly<Record<Name, string>>) => SealingPlace,
): SealedColumn {
  return { table, column, rowKey, placeOf };
}
