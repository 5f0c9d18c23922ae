/** A condition of a list: values of one filter are alternatives, filters of different keys must all hold. */
export interface Filter<Key extends string> {
  readonly key: Key;
  readonly values: readonly string[];
}

/** The alternatives of each key that is named at all. */
export function alternatives<Key extends string>(filters: readonly Filter<Key>[]): Map<Key, string[]> {
  const merged = new Map<Key, string[]>();
  for (const { key, values } of filters) merged.set(key, [...(merged.get(key) ?? []), ...values]);
  return merged;
}
