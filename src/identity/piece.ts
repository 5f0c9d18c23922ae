/** A piece of a list that goes by keys: at most `limit` items, those after a key. */
export interface PieceRequest {
  readonly limit: number;
  readonly after?: string;
}

export interface Piece<T> {
  readonly items: T[];
  /** The key of the last item, when there are more after it. */
  readonly next?: string;
}

/** Cuts a piece out of rows, of which one more than its limit was read. */
export function cutPiece<T>(rows: readonly T[], { limit }: PieceRequest, keyOf: (item: T) => string): Piece<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last && rows.length > limit ? keyOf(last) : undefined };
}
