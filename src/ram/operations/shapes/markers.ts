import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../common/caller.ts';
import type { Piece, PieceRequest } from '../../../identity/piece.ts';
import { PageTokens, type PagedList } from '../../../sealing/page-tokens.api.ts';
import { RamErrors } from '../../ram.errors.ts';

interface MarkedRequest {
  readonly MaxItems?: number;
  readonly Marker?: string;
}

/** A piece of a list: what to read, and what an answer says of how it goes on. */
export interface MarkedPiece {
  readonly wanted: PieceRequest;
  showNext(piece: Piece<unknown>): { IsTruncated: boolean; Marker?: string };
}

/** Lists that are cut by MaxItems and Marker. */
@Injectable()
export class Markers {
  constructor(private readonly tokens: PageTokens) {}

  /** Throws InvalidParameter.Marker. */
  of(caller: Caller, operation: string, { MaxItems = 100, Marker, ...question }: MarkedRequest): MarkedPiece {
    const list = { operation: `ram:${operation}`, question };
    return {
      wanted: { limit: MaxItems, after: Marker === undefined ? undefined : this.read(caller, list, Marker) },
      showNext: ({ next }) =>
        next === undefined
          ? { IsTruncated: false }
          : { IsTruncated: true, Marker: this.tokens.write(caller, list, [next]) },
    };
  }

  private read(caller: Caller, list: PagedList, marker: string): string | undefined {
    const position = this.tokens.read(caller, list, marker);
    if (!position) throw RamErrors.InvalidParameter({ Name: 'Marker' });
    return position[0];
  }
}
