import { Injectable } from '@nestjs/common';
import type { Caller } from '../common/caller.ts';
import type { PageRequest } from '../common/page.ts';
import { PageTokens, type PagedList } from '../sealing/page-tokens.api.ts';
import { actionOf, type Class, type Product } from './action.ts';
import { Whole } from './fields.ts';

/** The number of a page, from 1. */
export const PageNumber = () => Whole(1, 1_000_000);

/** The number of items on a page. */
export const PageSize = (max: number) => Whole(1, max);

/** The page that the two parameters ask for. A size of 0, which Terraform sends, means the list's default. */
export function pageOf(request: { PageNumber: number; PageSize: number }, defaultSize: number): PageRequest {
  return { number: request.PageNumber, size: request.PageSize || defaultSize };
}

/** The parameters that say which page of a list is wanted; all others make up the request's question. */
const pageParameters = new Set(['PageNumber', 'PageSize', 'MaxResults', 'MaxItems', 'NextToken', 'Marker']);

interface PagedRequest {
  readonly NextToken?: string;
  readonly Marker?: string;
}

/** A position in a list: the key of an item, as strings. */
export type Position = readonly string[];

/** A list that is continued from page to page by tokens. */
export interface ContinuedList {
  /** Where the previous page ended; undefined for the first page. */
  readonly after?: Position;
  /** The token that continues the list after a position; undefined where the list ends. */
  tokenAfter(position: Position | undefined): string | undefined;
}

/** Reads and writes the tokens of lists: NextToken or, in RAM, Marker. */
@Injectable()
export class Paging {
  constructor(private readonly tokens: PageTokens) {}

  /** @throws InvalidParameter in the product's words when the token is not of this caller, operation and question */
  listFor(caller: Caller, operation: Class, request: PagedRequest): ContinuedList {
    const action = actionOf(operation);
    if (!action) throw new Error(`${operation.name} is not an operation`);
    const list = { operation: `${action.product.name}:${action.name}`, question: questionOf(request) };
    return {
      after: this.read(caller, list, action.product, request),
      tokenAfter: (position) => position && this.tokens.write(caller, list, position),
    };
  }

  private read(
    caller: Caller,
    list: PagedList,
    { errors }: Product,
    { NextToken, Marker }: PagedRequest,
  ): Position | undefined {
    const token = NextToken ?? Marker;
    if (token === undefined) return undefined;
    const position = this.tokens.read(caller, list, token);
    if (!position) throw errors.invalidParameter(NextToken === undefined ? 'Marker' : 'NextToken');
    return position;
  }
}

function questionOf(request: PagedRequest): object {
  return Object.fromEntries(Object.entries(request).filter(([name]) => !pageParameters.has(name)));
}
