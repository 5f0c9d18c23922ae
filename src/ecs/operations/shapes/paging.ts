import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../common/caller.ts';
import { PageTokens, type PagedList } from '../../../sealing/page-tokens.api.ts';
import { EcsErrors } from '../../ecs.errors.ts';

/** How lists are cut: by page number, or by a token when the request has one or asks for one with MaxResults. */
export interface PagedRequest {
  readonly PageNumber?: number;
  readonly PageSize?: number;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

export interface Slice {
  readonly limit: number;
  readonly offset?: number;
  /** The place of the last item of the page before. */
  readonly after?: Place;
}

/** A place in a list that goes by time, and by ids among equal times. */
export interface Place {
  readonly time: Date;
  readonly ids: readonly string[];
}

/** The members of an answer that tell of the page. */
interface ShownPage {
  readonly PageNumber?: number;
  readonly PageSize?: number;
  readonly NextToken: string;
}

/** A page of a list: what to read, and what the answer says of it. */
export interface PageOfList {
  readonly slice: Slice;
  show(places: readonly Place[]): ShownPage;
}

const defaultSize = 10;

/** Lists that are cut by pages or by tokens. */
@Injectable()
export class Paging {
  constructor(private readonly tokens: PageTokens) {}

  /** @throws InvalidParameter when the token was not given for this list */
  of(caller: Caller, operation: string, request: PagedRequest): PageOfList {
    const { PageNumber = 1, PageSize = defaultSize, MaxResults, NextToken, ...question } = request;
    if (NextToken === undefined && MaxResults === undefined) {
      const show = () => ({ PageNumber, PageSize, NextToken: '' });
      return { slice: { offset: (PageNumber - 1) * PageSize, limit: PageSize }, show };
    }
    const list = { operation: `ecs:${operation}`, question };
    const limit = MaxResults ?? defaultSize;
    const after = NextToken === undefined ? undefined : this.read(caller, list, NextToken);
    return { slice: { limit, after }, show: (places) => ({ NextToken: this.next(caller, list, places, limit) }) };
  }

  private read(caller: Caller, list: PagedList, token: string): Place {
    const position = this.tokens.read(caller, list, token);
    if (!position) throw EcsErrors.InvalidParameter({ Name: 'NextToken' });
    const [time = '', ...ids] = position;
    return { time: new Date(time), ids };
  }

  private next(caller: Caller, list: PagedList, places: readonly Place[], limit: number): string {
    const last = places.at(-1);
    if (!last || places.length < limit) return '';
    return this.tokens.write(caller, list, [last.time.toISOString(), ...last.ids]);
  }
}
