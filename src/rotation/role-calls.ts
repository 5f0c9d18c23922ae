import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/audit.api.ts';
import type { Caller } from '../common/caller.ts';
import { Authorization, ecsSecretsServiceRole, serviceRoleCaller } from '../identity/identity.api.ts';
import type { RotationRun } from '../kms/secret-rotations.api.ts';

/** What a rotation does as KMS's service role for ECS secrets: authorised and audited as if the role had called the operation. */
@Injectable()
export class RoleCalls {
  constructor(
    private readonly authorization: Authorization,
    private readonly audit: AuditTrail,
  ) {}

  /** `resultOf` names the audit row's result: `OK`, or a code. @throws AccessDenied, and what `work` throws */
  async runCommand<T>(run: RunOnHost, work: (caller: Caller) => Promise<T>, resultOf: ResultOf<T>): Promise<T> {
    const caller = callerOf(run);
    const resource = `acs:ecs:${run.region}:${run.accountId}:instance/${run.ecs.instanceId}`;
    await this.authorization.authorize(caller, { action: 'ecs:InvokeCommand', resource });
    const [outcome] = await Promise.allSettled([work(caller)]);
    const result = resultOf(outcome);
    await this.audit.record({ caller, product: 'ecs', action: 'RunCommand', resource, result });
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }

  /** How a rotation ended: `OK`, or why it failed. */
  async recordEnd(run: RotationRun, result: string): Promise<void> {
    const resource = `acs:kms:${run.region}:${run.accountId}:secret/${run.secretName}`;
    await this.audit.record({ caller: callerOf(run), product: 'kms', action: 'RotateSecret', resource, result });
  }
}

type RunOnHost = Pick<RotationRun, 'accountId' | 'region' | 'requestId' | 'ecs'>;
type ResultOf<T> = (outcome: PromiseSettledResult<T>) => string;

function callerOf({ accountId, region, requestId }: Omit<RunOnHost, 'ecs'>): Caller {
  return serviceRoleCaller(ecsSecretsServiceRole, { accountId, region, requestId });
}
