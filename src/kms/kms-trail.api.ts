import { Injectable } from '@nestjs/common';
import type { Identity } from '../common/caller.ts';
import { newRequestId } from '../common/identifiers.ts';
import { Guard, type Note } from '../guard/guard.api.ts';

/** In whose account something is done, and for which request if it was asked for. */
interface Place {
  readonly accountId: string;
  readonly region: string;
  readonly requestId?: string;
}

type Deed = Pick<Note, 'action' | 'resource'> & Partial<Pick<Note, 'product' | 'result'>>;

/** As the vendor's trail names a service that acts of its own accord. */
const itself: Identity = { kind: 'Service', arn: 'kms.aliyuncs.com' };

/** What KMS does of its own accord, because its time has come, in the audit trail. */
@Injectable()
export class KmsTrail {
  constructor(private readonly guard: Guard) {}

  /**
   * To be called in the transaction of the change: nothing goes without a trace. What is rolled back after all will be done again, and
   * then has two rows.
   */
  async record({ accountId, region, requestId = newRequestId() }: Place, deed: Deed): Promise<void> {
    const caller = { accountId, region, requestId, identity: itself, sourceAddress: 'internal' };
    await this.guard.note({ product: 'kms', result: 'OK', ...deed, caller });
  }
}
