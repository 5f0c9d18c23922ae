import { DataSource } from 'typeorm';
import type { Caller } from '../../src/common/caller.ts';
import { newRequestId, randomLowerAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import type { TargetInstance } from '../../src/demo/target-instance.ts';
import { Accounts } from '../../src/identity/identity.api.ts';
import { ConnectLeases } from '../../src/rotation/connect-leases.api.ts';
import { RotatedSecrets } from '../../src/kms/rotated-secrets.api.ts';
import { RotationRunner } from '../../src/rotation/engine/rotation-runner.ts';
import { proveLogin } from '../../src/ssh/remote-command.ts';
import type { TargetCredential } from '../../src/ssh/target-authentication.ts';
import { TargetError } from '../../src/ssh/target-error.ts';
import { eventually } from '../support/eventually.ts';
import type { TestApplication } from '../support/test-application.ts';

/** The credential that the target is registered with. Default: root's. */
export type Management = 'own' | 'none' | TargetCredential;

/** A secret of a user on a target that is registered with the application. */
export class RotatedSecret {
  private constructor(
    private readonly app: TestApplication,
    readonly target: TargetInstance,
    readonly instanceId: string,
    readonly name = `acs/ecs/${randomLowerAlphanumeric(10)}`,
  ) {}

  /** Registers the target and creates a secret whose value is `data`. */
  static async create(
    app: TestApplication,
    target: TargetInstance,
    data: { UserName: string } & Record<string, string>,
    options: { readonly management?: Management; readonly keyId?: string } = {},
  ): Promise<RotatedSecret> {
    const { InstanceId: instanceId } = await app.pop('ecs').request('RegisterInstance', {
      InstanceName: target.name,
      OSType: target.osType,
      Address: target.address,
      Port: target.port,
      ...managementOf(target, data, options.management),
    });
    // Another test's target may have had the port before.
    await app.database.dataSource.query('delete from host_key_pins where port = $1', [target.port]);
    const secret = new RotatedSecret(app, target, instanceId);
    await app.pop('kms').request('CreateSecret', {
      SecretName: secret.name,
      VersionId: 'v1',
      SecretType: 'ECS',
      SecretData: JSON.stringify(data),
      ...(options.keyId && { EncryptionKeyId: options.keyId }),
      ExtendedConfig: JSON.stringify({
        SecretSubType: 'Password' in data ? 'Password' : 'SSHKey',
        RegionId: 'cn-hangzhou',
        InstanceId: instanceId,
      }),
    });
    return secret;
  }

  /** The same secret, as another application sees it. */
  in(app: TestApplication): RotatedSecret {
    return new RotatedSecret(app, this.target, this.instanceId, this.name);
  }

  /** Registers the target again under its former id. */
  async registerAgain(): Promise<void> {
    const { target, instanceId: InstanceId } = this;
    const server = { InstanceName: target.name, OSType: target.osType, Address: target.address, Port: target.port };
    const management = managementOf(target, { UserName: '' });
    await this.app.pop('ecs').request('RegisterInstance', { InstanceId, ...server, ...management });
  }

  /** Has the secret rotated automatically, for the first time at `nextAt`. */
  async schedule(intervalSeconds: number, nextAt: Date): Promise<void> {
    await this.app.database.dataSource.query(
      `update kms_secrets set automatic_rotation = true, rotation_interval_seconds = $2, next_rotation_at = $3,
         rotation_state = 'ok' where name = $1`,
      [this.name, intervalSeconds, nextAt],
    );
  }

  /** When it is rotated next, and whether that needs a person first. */
  async schedulePlan(): Promise<{ nextAt: Date | null; state: 'ok' | 'invalid' }> {
    const [row] = await this.app.database.dataSource.query(
      'select next_rotation_at as "nextAt", rotation_state as state from kms_secrets where name = $1',
      [this.name],
    );
    return row;
  }

  /** The events about it, in order. */
  async events(): Promise<Record<string, unknown>[]> {
    return this.app.database.dataSource.query(
      `select fact -> 'level' as level, fact -> 'name' as name, fact -> 'content' as content from events
       where kind = 'SystemEvent' and fact ->> 'resource' like '%:secret/' || $1 order by at`,
      [this.name],
    );
  }

  rotate(versionId: string): Promise<Record<string, unknown>> {
    return this.app.pop('kms').request('RotateSecret', { SecretName: this.name, VersionId: versionId });
  }

  /** Rotates and waits until the new version is the current one. */
  async rotated(versionId: string): Promise<TargetCredential> {
    await this.rotate(versionId);
    const isPromoted = async () => ['retiring', 'finished'].includes((await this.row()).phase);
    const isCurrent = async () => (await isPromoted()) && (await this.version()).VersionId === versionId;
    await eventually(`${versionId} is current`, isCurrent, 30_000);
    return this.credential();
  }

  async version(stage = 'ACSCurrent'): Promise<{ VersionId: string; SecretData: string }> {
    const answer = await this.app.pop('kms').request('GetSecretValue', { SecretName: this.name, VersionStage: stage });
    return answer as { VersionId: string; SecretData: string };
  }

  async credential(stage = 'ACSCurrent'): Promise<TargetCredential> {
    return credentialOf(JSON.parse((await this.version(stage)).SecretData));
  }

  /** The candidate of a rotation, which no operation shows. */
  async pending(): Promise<TargetCredential | undefined> {
    const caller = rootCaller(this.app);
    const data = await this.app.get(DataSource).transaction(async (tx) => {
      const secret = await this.app.get(RotatedSecrets).lock(caller, tx, this.name);
      return secret.open('ACSPending');
    });
    return data && credentialOf(JSON.parse(data.data.reveal()));
  }

  /** The invariant at every moment: the value that GetSecretValue returns, or the stored candidate, logs in. */
  async someStoredIsAccepted(): Promise<boolean> {
    if (await this.accepts(await this.credential())) return true;
    const pending = await this.pending();
    return pending !== undefined && (await this.accepts(pending));
  }

  /** Stands for somebody who is logging on with its value: until the lease is over, no rotation goes to the host. */
  async takeConnectLease(): Promise<void> {
    await this.app.get(ConnectLeases).take(rootCaller(this.app), this.name);
  }

  /** Moves the end of its connect leases, to a later moment or back. */
  async moveConnectLeases(milliseconds: number): Promise<void> {
    await this.app.database.dataSource.query(
      `update kms_connect_leases l set expires_at = expires_at + $2 * interval '1 millisecond'
       from kms_secrets s where s.name = $1 and (l.account_id, l.region, l.secret_id) = (s.account_id, s.region, s.secret_id)`,
      [this.name, milliseconds],
    );
  }

  /** The KMS key that encrypts its values. */
  async keyId(): Promise<string> {
    const [row] = await this.app.database.dataSource.query('select key_id from kms_secrets where name = $1', [
      this.name,
    ]);
    return row.key_id;
  }

  /** The state of the latest rotation, from its row. */
  async row(): Promise<{ phase: string; failure: string | null; failures: number }> {
    const [row] = await this.app.database.dataSource.query(
      `select r.phase, r.failure, r.failures from kms_rotations r join kms_secrets s using (account_id, region, secret_id)
       where s.name = $1 order by r.created_at desc limit 1`,
      [this.name],
    );
    return row;
  }

  async reaches(phase: string): Promise<void> {
    this.lookNow();
    await eventually(`the rotation is ${phase}`, async () => (await this.row())?.phase === phase, 30_000);
  }

  /** Waits until that many attempts have failed, or the rotation itself has. */
  async failedTimes(failures: number): Promise<void> {
    const isThere = async () => {
      const row = await this.row();
      return row.phase === 'failed' || row.failures >= failures;
    };
    this.lookNow();
    await eventually(`${failures} attempts have failed`, isThere, 30_000);
  }

  /** The application's engine looks for what is due, as it does every second by itself. */
  private lookNow(): void {
    this.app.get(RotationRunner).wake();
  }

  /** Whether the target accepts the credential now. */
  accepts(credential: TargetCredential): Promise<boolean> {
    return accepts(this.target, credential);
  }
}

/** The root account, for calls inside the process. */
export function rootCaller(app: TestApplication): Caller {
  const accountId = app.get(Accounts).primaryAccountId();
  const identity = { kind: 'Account', arn: `acs:ram::${accountId}:root` } as const;
  return { accountId, region: 'cn-hangzhou', identity, sourceAddress: 'internal', requestId: newRequestId() };
}

export function credentialOf(data: Record<string, string>): TargetCredential {
  const { UserName: userName, Password: password, PrivateKey: privateKey } = data as { UserName: string } & typeof data;
  return {
    userName,
    ...(password === undefined ? {} : { password: new Redacted(password) }),
    ...(privateKey === undefined ? {} : { privateKey: new Redacted(privateKey) }),
  };
}

export async function accepts(target: TargetInstance, credential: TargetCredential): Promise<boolean> {
  try {
    await proveLogin({
      host: target.address,
      port: target.port,
      credential,
      verifyHostKey: async () => true,
      timeoutMs: 10_000,
    });
    return true;
  } catch (error) {
    if (error instanceof TargetError && error.reason === 'authentication') return false;
    throw error;
  }
}

function managementOf(
  { managementCredential: credential }: TargetInstance,
  data: { UserName: string } & Record<string, string>,
  which: Management = credential,
): Record<string, string> {
  if (which === 'none') return {};
  const { userName, password, privateKey } = which === 'own' ? credentialOf(data) : which;
  return {
    ManagementUserName: userName,
    ...(password && { ManagementPassword: password.reveal() }),
    ...(privateKey && { ManagementPrivateKey: privateKey.reveal() }),
  };
}
