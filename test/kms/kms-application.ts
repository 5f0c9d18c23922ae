import type { Caller } from '../../src/common/caller.ts';
import { newRequestId } from '../../src/common/identifiers.ts';
import { InstancesService, type NewInstance } from '../../src/ecs/instances/instances.service.ts';
import { Accounts } from '../../src/identity/identity.api.ts';
import type { Members } from '../support/api-clients.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';

export const region = 'cn-hangzhou';

/** The service, with what tests of KMS do all the time. */
export class KmsApplication {
  private made = 0;

  constructor(readonly app: TestApplication) {}

  static async start(): Promise<KmsApplication> {
    return new KmsApplication(await startTestApplication());
  }

  get accountId(): string {
    return this.app.get(Accounts).primaryAccountId();
  }

  /** The root account, for calls inside the process. */
  get root(): Caller {
    const { accountId } = this;
    const identity = { kind: 'Account', arn: `acs:ram::${accountId}:root` } as const;
    return { accountId, region, identity, sourceAddress: 'internal', requestId: newRequestId() };
  }

  call(action: string, parameters: Members = {}): Promise<Members> {
    return this.app.pop('kms').request(action, parameters);
  }

  newName(prefix = 'secret'): string {
    this.made += 1;
    return `${prefix}-${this.made}`;
  }

  /** A new key; answers its KeyMetadata. */
  async createKey(parameters: Members = {}): Promise<Members> {
    return (await this.call('CreateKey', parameters)).KeyMetadata as Members;
  }

  /** A Generic secret with version v1; answers its name. */
  async createSecret(parameters: Members = {}): Promise<string> {
    const SecretName = this.newName();
    await this.call('CreateSecret', { SecretName, VersionId: 'v1', SecretData: 'first', ...parameters });
    return parameters['SecretName'] ?? SecretName;
  }

  /** An ECS secret of sub-type Password on an instance of its own; answers its name. */
  async createEcsSecret(parameters: Members = {}): Promise<string> {
    const InstanceId = await this.registerInstance();
    return this.createSecret({ ...ecsPassword(InstanceId), ...parameters });
  }

  async registerInstance(instance: Partial<NewInstance> = {}): Promise<string> {
    const server = { instanceName: 'web', osType: 'Linux', address: '127.0.0.1', port: 22 } as const;
    const { instanceId } = await this.app.get(InstancesService).register(this.root, { ...server, ...instance });
    return instanceId;
  }

  query<Row extends object = Members>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.app.database.dataSource.query(sql, values);
  }

  /** The audit rows of an action, oldest first. */
  audited(action: string): Promise<Members[]> {
    return this.query('select * from audit_events where action = $1 order by sequence', [action]);
  }
}

/** What CreateSecret needs for an ECS secret of sub-type Password. */
export function ecsPassword(InstanceId: string, others: Members = {}): Members {
  return {
    SecretType: 'ECS',
    ExtendedConfig: JSON.stringify({ SecretSubType: 'Password', RegionId: region, InstanceId, ...others }),
    SecretData: JSON.stringify({ UserName: 'root', Password: 'old password' }),
  };
}

const day = 86_400_000;

export const days = (count: number): number => count * day;

/** Rows for `it.each('%s', (_, name, value) => …)` whose titles stay short. */
export function titled(cases: readonly (readonly [string, string])[]): [string, string, string][] {
  return cases.map(([name, value]) => [`${name}=${JSON.stringify(value).slice(0, 40)}`, name, value]);
}
