import { Injectable } from '@nestjs/common';
import type { Identity } from '../common/caller.ts';
import { newRequestId } from '../common/identifiers.ts';
import { Guard, type Note } from '../guard/guard.api.ts';

/** The account in which something is done, and the request that asked for it, if any. */
interface Place {
  readonly accountId: string;
  readonly region: string;
  readonly requestId?: string;
}

type OwnAction = Pick<Note, 'action' | 'resource'> & Partial<Pick<Note, 'product' | 'result'>>;

/** A service that acts by itself, as the vendor's trail names it. */
const kmsService: Identity = { kind: 'Service', arn: 'kms.aliyuncs.com' };

/** Records in the audit trail what KMS does by itself when it falls due. */
@Injectable()
export class KmsTrail {
  constructor(private readonly guard: Guard) {}

  /**
   * Must be called in the transaction of the change, so that no change goes unrecorded. A change that is rolled back is
   * done again later and then has two rows.
   */
  async record({ accountId, region, requestId = newRequestId() }: Place, ownAction: OwnAction): Promise<void> {
    const caller = { accountId, region, requestId, identity: kmsService, sourceAddress: 'internal' };
    await this.guard.note({ product: 'kms', result: 'OK', ...ownAction, caller });
  }
}
