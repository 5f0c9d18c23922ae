import { DataSource, type EntityManager } from 'typeorm';
import { randomLowerAlphanumeric } from '../../src/common/identifiers.ts';
import { readEcsCredential, writeEcsCredential } from '../../src/kms/ecs-credential.api.ts';
import type { EcsCredential } from '../../src/kms/kms.api.ts';
import { RotatedSecrets } from '../../src/kms/rotated-secrets.api.ts';
import type { TestApplication } from '../support/test-application.ts';
import type { Stored } from './model-host.ts';
import type { ModelKind } from './model-kinds.ts';
import { rootCaller } from './rotation-setting.ts';

interface Account {
  readonly phase: string;
  readonly failure: string | null;
  readonly state: string;
  /** Codes of the failures that a person was told of. */
  readonly alarms: readonly string[];
}

/** A secret for the account `ops` of a model host, in a real database. */
export class ModelSecret {
  private readonly name = `acs/ecs/model-${randomLowerAlphanumeric(10)}`;

  private constructor(
    readonly app: TestApplication,
    readonly kind: ModelKind,
    readonly first: EcsCredential,
  ) {}

  static async create(app: TestApplication, kind: ModelKind): Promise<ModelSecret> {
    const secret = new ModelSecret(app, kind, await kind.first());
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
      SecretData: writeEcsCredential(secret.first).reveal(),
      ExtendedConfig: JSON.stringify({ SecretSubType: kind.subType, RegionId: 'cn-hangzhou', InstanceId }),
    });
    return secret;
  }

  advance(milliseconds: number): void {
    this.app.clock.advance(milliseconds);
  }

  /** A rotation may be under way already, which does no harm. */
  async askForRotation(VersionId: string, tell: (outcome: string) => void): Promise<void> {
    await this.app
      .pop('kms')
      .request('RotateSecret', { SecretName: this.name, VersionId })
      .then(
        () => tell(`${VersionId} is wanted`),
        (error: { code: string }) => tell(`${VersionId}: ${error.code}`),
      );
  }

  /** True when no rotation is under way, nor the retirement of a former key. */
  async isAtRest(manager: Pick<EntityManager, 'query'> = this.app.get(DataSource)): Promise<boolean> {
    const rows = await manager.query<unknown[]>(
      `select from kms_rotations join kms_secrets using (account_id, region, secret_id)
       where name = $1 and phase not in ('finished', 'failed')`,
      [this.name],
    );
    return rows.length === 0;
  }

  /**
   * True when the latest rotation succeeded or a person was told why it did not. Where the host `keeps` a former key, a
   * person must have been told of that, too.
   */
  async isAccountedFor(keeps: boolean): Promise<boolean> {
    const [row] = await this.app.get(DataSource).query<[Account]>(
      `select r.phase, r.failure, s.rotation_state as state,
         (select coalesce(array_agg(fact -> 'content' -> 'failureInfo' ->> 'errorCode'), '{}') from events
          where fact ->> 'level' = 'CRITICAL' and fact ->> 'resource' like '%/' || s.name) as alarms
       from kms_rotations r join kms_secrets s using (account_id, region, secret_id)
       where s.name = $1 order by r.created_at desc limit 1`,
      [this.name],
    );
    const { phase, failure, state, alarms } = row;
    if (keeps && !alarms.includes('FormerKeyAccepted')) return false;
    if (phase === 'finished') return state === 'ok';
    return failure === 'FormerKeyAccepted' ? alarms.includes(failure) : state === 'invalid' && alarms.length > 0;
  }

  /** What the store holds at this moment, including the candidate. */
  async stored(): Promise<Stored> {
    return (await this.seen()).stored;
  }

  /** The same, and whether it is at rest: of one moment, since each step of a rotation waits for the secret's lock. */
  seen(): Promise<{ readonly stored: Stored; readonly isAtRest: boolean }> {
    const caller = rootCaller(this.app);
    return this.app.get(DataSource).transaction(async (tx) => {
      const secret = await this.app.get(RotatedSecrets).lock(caller, tx, this.name);
      const valueAt = async (stage: 'ACSCurrent' | 'ACSPrevious' | 'ACSPending') => {
        const version = await secret.open(stage);
        return version && readEcsCredential(this.kind.subType, version.data);
      };
      const current = await valueAt('ACSCurrent');
      if (!current) throw new Error('the secret has no value');
      const stored = { current, previous: await valueAt('ACSPrevious'), pending: await valueAt('ACSPending') };
      return { stored, isAtRest: await this.isAtRest(tx) };
    });
  }
}
