import { DataSource } from 'typeorm';
import { randomLowerAlphanumeric } from '../../src/common/identifiers.ts';
import { readEcsCredential } from '../../src/kms/ecs-credential.api.ts';
import type { EcsCredential } from '../../src/kms/kms.api.ts';
import { PendingVersions } from '../../src/kms/rotations/pending-versions.service.ts';
import { SecretDirectory } from '../../src/kms/secrets/secret-directory.service.ts';
import type { TestApplication } from '../support/test-application.ts';
import { rootCaller } from './rotation-setting.ts';

/** A secret for the account `ops` of a model host, in a real database. */
export class ModelSecret {
  readonly firstPassword = randomLowerAlphanumeric(16);
  private readonly name = `acs/ecs/model-${randomLowerAlphanumeric(10)}`;

  private constructor(readonly app: TestApplication) {}

  static async create(app: TestApplication): Promise<ModelSecret> {
    const secret = new ModelSecret(app);
    const { InstanceId } = await app.pop('ecs').request('RegisterInstance', {
      InstanceName: 'model',
      Address: '127.0.0.1',
      Port: 9,
      ManagementUserName: 'root',
      ManagementPassword: 'unused by the model',
    });
    await app.pop('kms').request('CreateSecret', {
      SecretName: secret.name,
      VersionId: 'v1',
      SecretType: 'ECS',
      SecretData: JSON.stringify({ UserName: 'ops', Password: secret.firstPassword }),
      ExtendedConfig: JSON.stringify({ SecretSubType: 'Password', RegionId: 'cn-hangzhou', InstanceId }),
    });
    return secret;
  }

  advance(milliseconds: number): void {
    this.app.clock.advance(milliseconds);
  }

  /** One may be under way already, which is no harm. */
  async askForRotation(VersionId: string, tell: (outcome: string) => void): Promise<void> {
    await this.app
      .pop('kms')
      .request('RotateSecret', { SecretName: this.name, VersionId })
      .then(
        () => tell(`${VersionId} is wanted`),
        (error: { code: string }) => tell(`${VersionId}: ${error.code}`),
      );
  }

  async isAtRest(): Promise<boolean> {
    const rows = await this.app.get(DataSource).query<unknown[]>(
      `select from kms_rotations join kms_secrets using (account_id, region, secret_id)
       where name = $1 and phase not in ('finished', 'failed')`,
      [this.name],
    );
    return rows.length === 0;
  }

  /** What the store holds at this moment, the candidate included. */
  stored(): Promise<{ current?: EcsCredential; pending?: EcsCredential }> {
    const caller = rootCaller(this.app);
    return this.app.get(DataSource).transaction(async (tx) => {
      const secret = await this.app.get(SecretDirectory).lock(caller, tx, this.name);
      const valueAt = async (stage: 'ACSCurrent' | 'ACSPending') => {
        const version = await this.app.get(PendingVersions).open(caller, tx, secret, stage);
        return version && readEcsCredential('Password', version.data);
      };
      return { current: await valueAt('ACSCurrent'), pending: await valueAt('ACSPending') };
    });
  }
}
