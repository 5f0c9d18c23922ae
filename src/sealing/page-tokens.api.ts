import type { Caller } from '../common/caller.ts';

/** A list that is read page by page. */
export interface PagedList {
  /** `ram:ListUsers` */
  readonly operation: string;
  /** All that was asked for, except which page. */
  readonly question: object;
}

/** Tokens that continue a list: opaque, and worth nothing to another account, in another list or for another question. */
export abstract class PageTokens {
  abstract write(caller: Caller, list: PagedList, position: readonly string[]): string;

  /** The position that a token holds; undefined when it was not written for this caller and this list, or before the master key was rotated. */
  abstract read(caller: Caller, list: PagedList, token: string): string[] | undefined;
}
