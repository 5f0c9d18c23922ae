import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/audit.api.ts';
import type { Caller } from '../common/caller.ts';
import { ServiceError } from '../common/service-error.ts';
import { Authorization, ecsSecretsServiceRole, serviceRoleCaller } from '../identity/identity.api.ts';
import { KmsErrors } from '../kms/kms.errors.ts';
import type { RotationRun } from './store/rotation-run.ts';

/** What a rotation does as KMS's service role for ECS secrets: audited as if the role had called the operation. */
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
    return this.recorded({ caller, product: 'ecs', action: 'RunCommand', resource }, () => work(caller), resultOf);
  }

  /**
   * Whether the secret may be rotated was decided when that was asked for; its name need not be one that the role's policy covers.
   * @throws what `work` throws
   */
  onSecret<T>(run: RunOfSecret, action: string, work: () => Promise<T>): Promise<T> {
    return this.recorded(secretEntry(run, action), work, codeOfSecret);
  }

  /** How a rotation ended: `OK`, or why it failed. */
  async recordEnd(run: RunOfSecret, result: string): Promise<void> {
    await this.audit.record({ ...secretEntry(run, 'RotateSecret'), result });
  }

  private async recorded<T>(entry: Entry, work: () => Promise<T>, resultOf: ResultOf<T>): Promise<T> {
    const [outcome] = await Promise.allSettled([work()]);
    await this.audit.record({ ...entry, result: resultOf(outcome) });
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }
}

type RunOfRole = Pick<RotationRun, 'accountId' | 'region' | 'requestId'>;
type RunOnHost = RunOfRole & Pick<RotationRun, 'ecs'>;
type RunOfSecret = RunOfRole & Pick<RotationRun, 'secretName'>;
type Entry = Omit<Parameters<AuditTrail['record']>[0], 'result'>;
type ResultOf<T> = (outcome: PromiseSettledResult<T>) => string;

/** Who works on a rotation: KMS's role for ECS secrets, in the account and region of the secret. */
export function callerOf({ accountId, region, requestId }: RunOfRole): Caller {
  return serviceRoleCaller(ecsSecretsServiceRole, { accountId, region, requestId });
}

function secretEntry(run: RunOfSecret, action: string): Entry {
  const resource = `acs:kms:${run.region}:${run.accountId}:secret/${run.secretName}`;
  return { caller: callerOf(run), product: 'kms', action, resource };
}

function codeOfSecret(outcome: PromiseSettledResult<unknown>): string {
  if (outcome.status === 'fulfilled') return 'OK';
  return outcome.reason instanceof ServiceError ? outcome.reason.code : KmsErrors.table.InternalFailure.code;
}
