import type { Caller } from '../../src/common/caller.ts';
import { newRequestId } from '../../src/common/identifiers.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { EcsAccount, region } from './ecs-account.ts';

/** The account of a service that the spec has to itself, including its clock, its database and its parts. */
export class EcsApplication extends EcsAccount<TestApplication> {
  static async start(): Promise<EcsApplication> {
    return new EcsApplication(await startTestApplication());
  }

  /** The root account, for calls inside the process. */
  get root(): Caller {
    const { accountId } = this;
    const identity = { kind: 'Account', arn: `acs:ram::${accountId}:root` } as const;
    return { accountId, region, identity, sourceAddress: 'internal', requestId: newRequestId() };
  }
}
