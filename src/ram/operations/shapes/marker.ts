import type { ServiceError } from '../../../common/service-error.ts';
import type { Piece, PieceRequest } from '../../../identity/piece.ts';
import { RamErrors } from '../../ram.errors.ts';

/** Where a list goes on, as text that says nothing to its readers. */
export function writeMarker(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** The `count` parts of a marker that was written here; refused with the name of the parameter when it is none. */
export function readMarker(text: string, count: number, refusal: () => ServiceError): string[] {
  const parts = parse(text);
  if (!parts || parts.length !== count || writeMarker(parts) !== text) throw refusal();
  return parts;
}

/** The piece that MaxItems and Marker ask for. */
export function pieceOf({ MaxItems = 100, Marker }: { MaxItems?: number; Marker?: string }): PieceRequest {
  if (Marker === undefined) return { limit: MaxItems };
  const [after] = readMarker(Marker, 1, () => RamErrors.InvalidParameter({ Name: 'Marker' }));
  return { limit: MaxItems, after };
}

/** The members of an answer that say whether the list goes on, and where. */
export function showNext({ next }: Piece<unknown>): { IsTruncated: boolean; Marker?: string } {
  return next === undefined ? { IsTruncated: false } : { IsTruncated: true, Marker: writeMarker([next]) };
}

function parse(text: string): string[] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    const isText = (part: unknown) => typeof part === 'string' && part.length <= 256 && !part.includes('\0');
    return Array.isArray(parts) && parts.every(isText) ? (parts as string[]) : undefined;
  } catch {
    return undefined;
  }
}
