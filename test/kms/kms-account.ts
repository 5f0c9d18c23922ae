import type { Members } from '../support/api-clients.ts';
import { newTestAccount, type ServiceAccount } from '../support/test-account.ts';

export const region = 'cn-hangzhou';

/** An account, with what tests of KMS often need. */
export class KmsAccount<App extends ServiceAccount = ServiceAccount> {
  private made = 0;

  constructor(readonly app: App) {}

  get accountId(): string {
    return this.app.accountId;
  }

  call(action: string, parameters: Members = {}): Promise<Members> {
    return this.app.pop('kms').request(action, parameters);
  }

  newName(prefix = 'secret'): string {
    this.made += 1;
    return `${prefix}-${this.made}`;
  }

  /** Creates a key; returns its KeyMetadata. */
  async createKey(parameters: Members = {}): Promise<Members> {
    return (await this.call('CreateKey', parameters)).KeyMetadata as Members;
  }

  /** Creates a Generic secret with version v1; returns its name. */
  async createSecret(parameters: Members = {}): Promise<string> {
    const SecretName = this.newName();
    await this.call('CreateSecret', { SecretName, VersionId: 'v1', SecretData: 'first', ...parameters });
    return parameters['SecretName'] ?? SecretName;
  }

  /** Creates an ECS secret of sub-type Password on a new instance; returns its name. */
  async createEcsSecret(parameters: Members = {}): Promise<string> {
    const InstanceId = await this.registerInstance();
    return this.createSecret({ ...ecsPassword(InstanceId), ...parameters });
  }

  async registerInstance(parameters: Members = {}): Promise<string> {
    const server = { InstanceName: 'web', Address: '127.0.0.1', ...parameters };
    return (await this.app.pop('ecs').request('RegisterInstance', server))['InstanceId'] as string;
  }
}

/** A fresh account at the service that specs of the wire share. */
export async function newAccount(): Promise<KmsAccount> {
  return new KmsAccount(await newTestAccount());
}

/** The parameters of CreateSecret for an ECS secret of sub-type Password. */
export function ecsPassword(InstanceId: string, others: Members = {}): Members {
  return {
    SecretType: 'ECS',
    ExtendedConfig: JSON.stringify({ SecretSubType: 'Password', RegionId: region, InstanceId, ...others }),
    SecretData: JSON.stringify({ UserName: 'root', Password: 'old password' }),
  };
}

const day = 86_400_000;

export const days = (count: number): number => count * day;

/** Rows with short titles for `it.each('%s', (_, name, value) => …)`. */
export function titled(cases: readonly (readonly [string, string])[]): [string, string, string][] {
  return cases.map(([name, value]) => [`${name}=${JSON.stringify(value).slice(0, 40)}`, name, value]);
}
