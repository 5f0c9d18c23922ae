import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { Redacted } from '../../common/redacted.ts';
import { isUnopened, Sealing, type SealingPlace } from '../../sealing/sealing.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import type { ListedTag, TagQuery } from './tag-query.ts';

/** Tokens that continue a list of tags: opaque, and worth nothing to another account or for another question. */
@Injectable()
export class TagPages {
  constructor(private readonly sealing: Sealing) {}

  seal(caller: Caller, query: TagQuery, { id, key }: Pick<ListedTag, 'id' | 'key'>): string {
    const position = new Redacted(Buffer.from(JSON.stringify([id, key])));
    return this.sealing.seal(position, placeOf(caller, query)).toString('base64url');
  }

  /** The resource and tag key that the page before ended with. Throws InvalidParameter. */
  open(caller: Caller, query: TagQuery, token: string): [string, string] {
    try {
      const position = this.sealing.open(Buffer.from(token, 'base64url'), placeOf(caller, query));
      return JSON.parse(position.reveal().toString()) as [string, string];
    } catch (error) {
      if (isUnopened(error)) throw KmsErrors.InvalidParameter({ Name: 'NextToken' }, { cause: error });
      throw error;
    }
  }
}

function placeOf({ accountId, region }: Caller, { kind, ids, tags }: TagQuery): SealingPlace {
  return ['kms-tag-page', accountId, region, kind, JSON.stringify([ids, tags])];
}
