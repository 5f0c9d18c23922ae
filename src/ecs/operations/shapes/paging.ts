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

const defaultSize = 10;

/** @throws InvalidParameter when the token is not one of a place with `idCount` ids */
export function readSlice(request: PagedRequest, idCount: number): Slice {
  const { PageNumber: number = 1, PageSize: size = defaultSize, MaxResults, NextToken } = request;
  if (!isByToken(request)) return { offset: (number - 1) * size, limit: size };
  return {
    limit: MaxResults ?? defaultSize,
    after: NextToken === undefined ? undefined : readToken(NextToken, idCount),
  };
}

/** The members of the answer that tell of the page. */
export function showPage(
  request: PagedRequest,
  { limit }: Slice,
  places: readonly Place[],
): { PageNumber?: number; PageSize?: number; NextToken: string } {
  const { PageNumber = 1, PageSize = defaultSize } = request;
  if (!isByToken(request)) return { PageNumber, PageSize, NextToken: '' };
  const last = places.at(-1);
  return { NextToken: last && places.length === limit ? writeToken(last) : '' };
}

function isByToken({ NextToken, MaxResults }: PagedRequest): boolean {
  return NextToken !== undefined || MaxResults !== undefined;
}

function writeToken({ time, ids }: Place): string {
  return Buffer.from(JSON.stringify([time.toISOString(), ...ids])).toString('base64url');
}

function readToken(token: string, idCount: number): Place {
  const [time = '', ...ids] = parse(token);
  if (ids.length !== idCount || !isWrittenTime(time)) throw EcsErrors.InvalidParameter({ Name: 'NextToken' });
  return { time: new Date(time), ids };
}

// JavaScript has times that PostgreSQL has not; they are written with more digits.
function isWrittenTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text));
}

function parse(token: string): string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    const isText = (part: unknown) => typeof part === 'string' && part.length <= 64 && !part.includes('\0');
    return Array.isArray(parts) && parts.every(isText) ? (parts as string[]) : [];
  } catch {
    return [];
  }
}
