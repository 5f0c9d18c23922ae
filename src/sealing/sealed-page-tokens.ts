import { Injectable } from '@nestjs/common';
import type { Caller } from '../common/caller.ts';
import { Redacted } from '../common/redacted.ts';
import { PageTokens, type PagedList } from './page-tokens.api.ts';
import { isUnopened, Sealing, type SealingPlace } from './sealing.api.ts';

@Injectable()
export class SealedPageTokens extends PageTokens {
  constructor(private readonly sealing: Sealing) {
    super();
  }

  write(caller: Caller, list: PagedList, position: readonly string[]): string {
    const sealed = this.sealing.seal(new Redacted(Buffer.from(JSON.stringify(position))), placeOf(caller, list));
    return sealed.toString('base64url');
  }

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
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
