import type { SelectQueryBuilder } from 'typeorm';
import { alternatives } from '../filters.ts';
import type { SecretFilter } from '../kms.api.ts';
import type { Secret } from './secret.entity.ts';

/** The length of the pieces in the column name_pieces. */
const pieceLength = 4;

// Unlike LIKE, strpos gives no character a special meaning.
const conditions: Record<Exclude<SecretFilter['key'], 'SecretName'>, string> = {
  Description:
    'exists (select from unnest(:Description::text[]) as sought where strpos(secret.description, sought) > 0)',
  TagKey: 'exists (select from jsonb_to_recordset(secret.tags) as tag(key text) where tag.key = any(:TagKey))',
  TagValue: 'exists (select from jsonb_to_recordset(secret.tags) as tag(value text) where tag.value = any(:TagValue))',
  // No secret belongs to an instance.
  DKMSInstanceId: 'false',
  SecretType: 'secret.type = any(:SecretType)',
  Creator: 'secret.creator = any(:Creator)',
};

export const secretFilterNames = ['SecretName', ...Object.keys(conditions)] as SecretFilter['key'][];

export function narrowSecrets(
  query: SelectQueryBuilder<Secret>,
  filters: readonly SecretFilter[],
): SelectQueryBuilder<Secret> {
  for (const [key, values] of alternatives(filters)) {
    if (key === 'SecretName') query.andWhere(nameContains(values), nameParameters(values));
    else query.andWhere(conditions[key], { [key]: values });
  }
  return query;
}

/**
 * One condition per name, so that each is looked up in the index of pieces. The index cannot find names shorter than a
 * piece: when one of them is among the alternatives, all names must be read anyway.
 */
function nameContains(names: readonly string[]): string {
  const isIndexed = names.every(({ length }) => length >= pieceLength);
  const found = names.map((_, n) => {
    const contains = `strpos(secret.name, :name${n}) > 0`;
    return isIndexed ? `(${contains} and secret.name_pieces @> :pieces${n})` : contains;
  });
  return found.length === 0 ? 'false' : `(${found.join(' or ')})`;
}

function nameParameters(names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name, n) => [
      [`name${n}`, name],
      [`pieces${n}`, piecesOf(name)],
    ]),
  );
}

/** The consecutive pieces of a name, and the last one. More overlapping pieces would not narrow the search. */
function piecesOf(name: string): string[] {
  const starts = Array.from({ length: Math.floor(name.length / pieceLength) }, (_, n) => n * pieceLength);
  return [...starts, name.length - pieceLength].map((start) => name.slice(start, start + pieceLength));
}
