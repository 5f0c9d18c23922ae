import type { Caller } from '../common/caller.ts';

/** A list that is read page by page. */
export interface PagedList {
  /** For example `ram:ListUsers`. */
  readonly operation: string;
  /** Everything that was asked for, except which page. */
  readonly question: object;
}

/**
 * Tokens that continue a list. They are opaque, and of no use to another account, for another list or for another
 * query.
 */
export abstract class PageTokens {
  abstract write(caller: Caller, list: PagedList, position: readonly string[]): string;

  /**
   * The position in a token; undefined when the token was not written for this caller and this list, or was written
   * before the master key was rotated.
   */
  abstract read(caller: Caller, list: PagedList, token: string): string[] | undefined;
}
