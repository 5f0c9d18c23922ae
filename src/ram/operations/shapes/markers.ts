import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../common/caller.ts';
import type { KeyedPage, PageAfter } from '../../../common/page.ts';
import type { Class } from '../../../gateway/action.ts';
import { Paging } from '../../../gateway/paging.ts';

interface MarkedRequest {
  readonly MaxItems?: number;
  readonly Marker?: string;
}

/** A page of a list: what to read, and how the answer says whether there is more. */
export interface MarkedPage {
  readonly wanted: PageAfter;
  showNext(page: KeyedPage<unknown>): { IsTruncated: boolean; Marker?: string };
}

/** Lists that are paged by MaxItems and Marker. */
@Injectable()
export class Markers {
  constructor(private readonly paging: Paging) {}

  /** @throws InvalidParameter.Marker */
  pageFor(caller: Caller, operation: Class, request: MarkedRequest): MarkedPage {
    const list = this.paging.listFor(caller, operation, request);
    return {
      wanted: { limit: request.MaxItems ?? 100, after: list.after?.[0] },
      showNext: ({ next }) =>
        next === undefined ? { IsTruncated: false } : { IsTruncated: true, Marker: list.tokenAfter([next]) },
    };
  }
}
