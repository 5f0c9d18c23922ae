import { Injectable } from '@nestjs/common';
import type { Caller } from '../common/caller.ts';
import { ecsWords } from '../ecs/ecs-words.api.ts';
import { Guard } from '../guard/guard.api.ts';
import { ecsSecretsServiceRole, serviceRoleCaller } from '../identity/identity.api.ts';
import type { RotationRun } from '../kms/secret-rotations.api.ts';

/** What a rotation does as KMS's service role for ECS secrets: authorised and audited as if the role had called the operation. */
@Injectable()
export class RoleCalls {
  constructor(private readonly guard: Guard) {}

  /** `resultOf` names the audit row's result: `OK`, or a code. @throws Forbidden.RAM, and what `work` throws */
  runCommand<T>(run: RunOnHost, work: (caller: Caller) => Promise<T>, resultOf: ResultOf<T>): Promise<T> {
    const caller = callerOf(run);
    const resource = `acs:ecs:${run.region}:${run.accountId}:instance/${run.ecs.instanceId}`;
    const permissions = [{ action: 'ecs:InvokeCommand', resource }];
    const call = { product: ecsWords, action: 'RunCommand', resources: [{ arn: resource }], permissions, resultOf };
    return this.guard.run(caller, call, () => work(caller));
  }

  /** How a rotation ended: `OK`, or why it failed. */
  async recordEnd(run: RotationRun, result: string): Promise<void> {
    const resource = `acs:kms:${run.region}:${run.accountId}:secret/${run.secretName}`;
    await this.guard.note({ caller: callerOf(run), product: 'kms', action: 'RotateSecret', resource, result });
  }
}

type RunOnHost = Pick<RotationRun, 'accountId' | 'region' | 'requestId' | 'ecs'>;
type ResultOf<T> = (outcome: PromiseSettledResult<T>) => string;

function callerOf({ accountId, region, requestId }: Omit<RunOnHost, 'ecs'>): Caller {
  return serviceRoleCaller(ecsSecretsServiceRole, { accountId, region, requestId });
}
