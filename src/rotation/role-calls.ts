import { Injectable } from '@nestjs/common';
import type { Caller } from '../common/caller.ts';
import { ecsWords } from '../ecs/ecs-words.api.ts';
import { Guard } from '../guard/guard.api.ts';
import { serviceRoleCaller } from '../identity/identity.api.ts';
import { ecsSecretsServiceRole } from '../kms/ecs-secrets-role.api.ts';
import { kmsWords } from '../kms/kms-words.api.ts';
import type { RotationRun } from './store/rotation-run.ts';

/** What a rotation does as KMS's service role for ECS secrets, audited as if the role had called the operation. */
@Injectable()
export class RoleCalls {
  constructor(private readonly guard: Guard) {}

  /** `resultOf` returns the result for the audit row: `OK`, or a code. @throws Forbidden.RAM, and what `work` throws */
  runCommand<T>(run: RunOnHost, work: (caller: Caller) => Promise<T>, resultOf: ResultOf<T>): Promise<T> {
    const caller = callerOf(run);
    const resource = `acs:ecs:${run.region}:${run.accountId}:instance/${run.ecs.instanceId}`;
    const permissions = [{ action: 'ecs:InvokeCommand', resource }];
    const call = { product: ecsWords, action: 'RunCommand', resources: [{ arn: resource }], permissions, resultOf };
    return this.guard.run(caller, call, () => work(caller));
  }

  /**
   * Needs no permission. Whether the secret may be rotated was decided when the rotation was requested, and the role's
   * policy need not cover the secret's name.
   * @throws what `work` throws
   */
  onSecret<T>(run: RunOfSecret, action: string, work: () => Promise<T>): Promise<T> {
    const call = { product: kmsWords, action, resources: [{ arn: arnOf(run) }], permissions: [] };
    return this.guard.run(callerOf(run), call, work);
  }

  /** Records how a rotation ended: `OK`, or the code of its failure. */
  recordEnd(run: RunOfSecret, result: string): Promise<void> {
    const entry = { product: kmsWords.name, action: 'RotateSecret', resource: arnOf(run), result };
    return this.guard.note({ ...entry, caller: callerOf(run) });
  }
}

type RunOfRole = Pick<RotationRun, 'accountId' | 'region' | 'requestId'>;
type RunOnHost = RunOfRole & Pick<RotationRun, 'ecs'>;
type RunOfSecret = RunOfRole & Pick<RotationRun, 'secretName'>;
type ResultOf<T> = (outcome: PromiseSettledResult<T>) => string;

/** The caller that works on a rotation: KMS's role for ECS secrets, in the account and region of the secret. */
export function callerOf({ accountId, region, requestId }: RunOfRole): Caller {
  return serviceRoleCaller(ecsSecretsServiceRole, { accountId, region, requestId });
}

function arnOf({ accountId, region, secretName }: RunOfSecret): string {
  return `acs:kms:${region}:${accountId}:secret/${secretName}`;
}
