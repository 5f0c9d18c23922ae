import type { SealingPlace } from './sealing.api.ts';

/** A column that holds ciphertexts made by Sealing, listed so that they can be sealed anew. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The columns that identify a row and its place. */
  readonly rowKey: readonly string[];
  readonly placeOf: (row: Readonly<Record<string, string>>) => SealingPlace;
}

/**
 * The table also needs a generated column `<column>_under`: the key that the value is sealed under, as a foreign key
 * into `sealing_keys`. So the database itself keeps a key for as long as anything is sealed under it.
 */
export function sealedColumn<Name extends string>(
  table: string,
  column: string,
  rowKey: readonly Name[],
  placeOf: (row: Readonly<Record<Name, string>>) => SealingPlace,
): SealedColumn {
  return { table, column, rowKey, placeOf };
}
