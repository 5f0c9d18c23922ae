import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../common/caller.ts';
import type { Class } from '../../../gateway/action.ts';
import { Paging, type Position } from '../../../gateway/paging.ts';

/** Lists are paged by page number, or by token when the request has one or asks for one with MaxResults. */
export interface PagedRequest {
  readonly PageNumber?: number;
  readonly PageSize?: number;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

export interface Slice {
  readonly limit: number;
  readonly offset?: number;
  /** The place of the last item of the previous page. */
  readonly after?: Place;
}

/** A place in a list ordered by time, and by ids among equal times. */
export interface Place {
  readonly time: Date;
  readonly ids: readonly string[];
}

/** The members of an answer that describe the page. */
interface ShownPage {
  readonly PageNumber?: number;
  readonly PageSize?: number;
  readonly NextToken: string;
}

/** A page of a list: what to read, and what the answer says about it. */
export interface PageOfList {
  readonly slice: Slice;
  show(places: readonly Place[]): ShownPage;
}

const defaultSize = 10;

/** Lists paged by number or by token. */
@Injectable()
export class EcsPaging {
  constructor(private readonly paging: Paging) {}

  /** @throws InvalidParameter when the token was not issued for this list */
  pageFor(caller: Caller, operation: Class, request: PagedRequest): PageOfList {
    const { PageNumber = 1, PageSize = defaultSize, MaxResults, NextToken } = request;
    if (NextToken === undefined && MaxResults === undefined) {
      const show = () => ({ PageNumber, PageSize, NextToken: '' });
      return { slice: { offset: (PageNumber - 1) * PageSize, limit: PageSize }, show };
    }
    const list = this.paging.listFor(caller, operation, request);
    const limit = MaxResults ?? defaultSize;
    const show = (places: readonly Place[]) => ({ NextToken: list.tokenAfter(lastOfFull(places, limit)) ?? '' });
    return { slice: { limit, after: list.after && placeAt(list.after) }, show };
  }
}

function placeAt([time = '', ...ids]: Position): Place {
  return { time: new Date(time), ids };
}

function lastOfFull(places: readonly Place[], limit: number): Position | undefined {
  const last = places.at(-1);
  return last && places.length >= limit ? [last.time.toISOString(), ...last.ids] : undefined;
}
