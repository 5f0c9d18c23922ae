/** A condition of a listing. Values of one filter are alternatives; filters with different keys must all hold. */
export interface Filter<Key extends string> {
  readonly key: Key;
  readonly values: readonly string[];
}

/** The alternatives for each key that occurs in a filter. */
export function alternatives<Key extends string>(filters: readonly Filter<Key>[]): Map<Key, string[]> {
  const merged = new Map<Key, string[]>();
  for (const { key, values } of filters) merged.set(key, [...(merged.get(key) ?? []), ...values]);
  return merged;
}
