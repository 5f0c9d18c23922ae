import { randomLowerAlphanumeric } from '../../src/common/identifiers.ts';
import type { TargetInstance } from '../../src/demo/target-instance.ts';
import type { ApiClient, Members } from '../support/api-clients.ts';
import { eventually } from '../support/eventually.ts';
import { newTestAccount, type ServiceAccount } from '../support/test-account.ts';

export const region = 'cn-hangzhou';

/** Enough for a command that is ended at the shortest timeout, which is 10 seconds. */
const longestCommandMs = 45_000;

/** An account, with what tests of ECS often need. */
export class EcsAccount<App extends ServiceAccount = ServiceAccount> {
  constructor(readonly app: App) {}

  get accountId(): string {
    return this.app.accountId;
  }

  call(action: string, parameters: Members = {}): Promise<Members> {
    return this.app.pop('ecs').request(action, parameters);
  }

  /** A RAM user with these statements as their only policy. */
  async newUser(statements: readonly object[] = []): Promise<ApiClient> {
    const ram = this.app.pop('ram');
    const UserName = `user-${randomLowerAlphanumeric(8)}`;
    await ram.request('CreateUser', { UserName });
    if (statements.length > 0) {
      const PolicyDocument = JSON.stringify({ Version: '1', Statement: statements });
      await ram.request('CreatePolicy', { PolicyName: UserName, PolicyDocument });
      await ram.request('AttachPolicyToUser', { UserName, PolicyName: UserName, PolicyType: 'Custom' });
    }
    const { AccessKey } = await ram.request('CreateAccessKey', { UserName });
    return this.app.pop('ecs', { accessKeyId: AccessKey.AccessKeyId, accessKeySecret: AccessKey.AccessKeySecret });
  }

  /** Registers a server that nobody connects to; returns its id. */
  async register(parameters: Members = {}): Promise<string> {
    const server = { InstanceName: 'web-01', Address: '10.0.0.1', ...parameters };
    return (await this.call('RegisterInstance', server))['InstanceId'] as string;
  }

  /** Registers a target with its management credential, or with another one. */
  async registerTarget(target: TargetInstance, management: Members = managementOf(target)): Promise<string> {
    const { name: InstanceName, osType: OSType, address: Address, port: Port } = target;
    return this.register({ InstanceName, OSType, Address, Port, ...management });
  }

  /** Runs a command to its end on all instances; returns the newest result, with the output as text. */
  async run(instanceId: string, content: string, parameters: Members = {}): Promise<Members> {
    const command = { Type: 'RunShellScript', CommandContent: content, 'InstanceId.1': instanceId, ...parameters };
    const { InvokeId } = await this.call('RunCommand', command);
    let results: Members[] = [];
    const hasEnded = async () => {
      results = await this.results({ InvokeId });
      return results.every((result) => result['InvocationStatus'] !== 'Running');
    };
    await eventually('the command has ended', hasEnded, longestCommandMs);
    return results[0]!;
  }

  /** The newest result that matches. */
  async result(parameters: Members): Promise<Members> {
    return (await this.results(parameters))[0]!;
  }

  private async results(parameters: Members): Promise<Members[]> {
    const answer = await this.call('DescribeInvocationResults', { ContentEncoding: 'PlainText', ...parameters });
    return answer['Invocation'].InvocationResults.InvocationResult as Members[];
  }
}

/** A fresh account at the service that specs of the wire share. */
export async function newAccount(): Promise<EcsAccount> {
  return new EcsAccount(await newTestAccount());
}

export function managementOf({ managementCredential: credential }: TargetInstance): Members {
  const { userName: ManagementUserName, password, privateKey } = credential;
  return password
    ? { ManagementUserName, ManagementPassword: password.reveal() }
    : { ManagementUserName, ManagementPrivateKey: privateKey?.reveal() };
}
