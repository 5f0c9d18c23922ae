/** A page by its number, counted from 1. */
export interface PageRequest {
  readonly number: number;
  readonly size: number;
}

/** One page of a list, with the total number of matches. */
export interface Page<T> {
  readonly items: T[];
  readonly total: number;
}

export function pageOffset(page: PageRequest): number {
  return (page.number - 1) * page.size;
}

/** A page of a keyed list: at most `limit` items after a key. It stays right when items come and go between pages. */
export interface PageAfter<Key = string> {
  readonly limit: number;
  readonly after?: Key;
}

/** One page of a keyed list. */
export interface KeyedPage<T, Key = string> {
  readonly items: T[];
  /** The key of the last item, when more items follow. */
  readonly next?: Key;
}

/** Cuts a page out of rows that were read with one more than its limit. */
export function cutPage<T, Key = string>(
  rows: readonly T[],
  { limit }: Pick<PageAfter, 'limit'>,
  keyOf: (item: T) => Key,
): KeyedPage<T, Key> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last && rows.length > limit ? keyOf(last) : undefined };
}
