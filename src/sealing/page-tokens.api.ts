import { Injectable } from '@nestjs/common';
import { isRecord } from '../common/record.ts';
import type { Caller } from '../common/caller.ts';
import { Redacted } from '../common/redacted.ts';
import { isUnopened, Sealing, type SealingPlace } from './sealing.api.ts';

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
@Injectable()
export class PageTokens {
  constructor(private readonly sealing: Sealing) {}

  write(caller: Caller, list: PagedList, position: readonly string[]): string {
    const sealed = this.sealing.seal(new Redacted(Buffer.from(JSON.stringify(position))), placeOf(caller, list));
    return sealed.toString('base64url');
  }

  /**
   * The position in a token; undefined when the token was not written for this caller and this list, or was written
   * before the master key was rotated.
   */
  read(caller: Caller, list: PagedList, token: string): string[] | undefined {
    try {
      const position = this.sealing.open(Buffer.from(token, 'base64url'), placeOf(caller, list));
      return JSON.parse(position.reveal().toString()) as string[];
    } catch (error) {
      if (isUnopened(error)) return undefined;
      throw error;
    }
  }
}

function placeOf({ accountId, region }: Caller, { operation, question }: PagedList): SealingPlace {
  return ['page', accountId, region, operation, JSON.stringify(question, inOrder)];
}

// Members are in the order in which the client sent them, which may differ from page to page.
function inOrder(_name: string, value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
