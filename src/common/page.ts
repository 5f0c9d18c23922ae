/** A page request: pages count from 1. */
export interface PageRequest {
  readonly number: number;
  readonly size: number;
}

/** One page of a list, with the number of all items that match. */
export interface Page<T> {
  readonly items: T[];
  readonly total: number;
}

export function pageOffset(page: PageRequest): number {
  return (page.number - 1) * page.size;
}
