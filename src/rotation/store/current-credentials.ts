import { Injectable } from '@nestjs/common';
import { readEcsCredential } from '../../kms/ecs-credential.api.ts';
import type { EcsCredential } from '../../kms/kms.api.ts';
import { RoleCalls } from '../role-calls.ts';
import { RotationRows, type SecretOfRun } from './rotation-rows.ts';
import type { RotationRun } from './rotation-run.ts';

/** The ECS secret to read, and the request it is read for. */
export type SecretOfHost = SecretOfRun & Pick<RotationRun, 'ecs'>;

/** Reads the value of an ECS secret as KMS's service role. Changes nothing. Audited as GetSecretValue. */
@Injectable()
export class CurrentCredentials {
  constructor(
    private readonly rows: RotationRows,
    private readonly calls: RoleCalls,
  ) {}

  /** @throws LeaseLost, Rejected.Disabled */
  read(secretOfHost: SecretOfHost): Promise<{ readonly versionId: string; readonly current: EcsCredential }> {
    return this.calls.onSecret(secretOfHost, 'GetSecretValue', () =>
      this.rows.withSecret(secretOfHost, async (_tx, secret) => {
        const version = await secret.open('ACSCurrent');
        const current = version && readEcsCredential(secretOfHost.ecs.subType, version.data);
        if (!current) throw new Error(`the secret ${secret.secretId} has no current credential`);
        return { versionId: version.versionId, current };
      }),
    );
  }
}
