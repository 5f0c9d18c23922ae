import type { Credentials, Members, ProductName } from '../support/api-clients.ts';
import { newTestAccount, type ServiceAccount } from '../support/test-account.ts';

/** A RAM user with an AccessKey. */
export interface TestUser {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly credentials: Credentials;
}

/** An account, with what tests of RAM often need. */
export class RamAccount<App extends ServiceAccount = ServiceAccount> {
  private made = 0;

  constructor(readonly app: App) {}

  get accountId(): string {
    return this.app.accountId;
  }

  newName(prefix = 'it'): string {
    this.made += 1;
    return `${prefix}-${this.made}`;
  }

  /** Calls an operation of RAM, by the account's root unless other credentials are given. */
  call(action: string, parameters: Members = {}, credentials?: Credentials): Promise<Members> {
    return this.as(credentials, 'ram', action, parameters);
  }

  as(
    credentials: Credentials | undefined,
    product: ProductName,
    action: string,
    parameters: Members = {},
  ): Promise<Members> {
    return this.app.pop(product, credentials).request(action, parameters);
  }

  /** Creates a user with these statements attached as one custom policy, and with these system policies. */
  async newUser(statements: readonly object[] = [], ...systemPolicies: string[]): Promise<TestUser> {
    const name = this.newName('user');
    const { User } = await this.call('CreateUser', { UserName: name });
    if (statements.length > 0) {
      const PolicyName = await this.newPolicy(...statements);
      await this.call('AttachPolicyToUser', { UserName: name, PolicyName, PolicyType: 'Custom' });
    }
    for (const PolicyName of systemPolicies) {
      await this.call('AttachPolicyToUser', { UserName: name, PolicyName, PolicyType: 'System' });
    }
    const arn = `acs:ram::${this.accountId}:user/${name}`;
    return { name, id: User.UserId, arn, credentials: await this.newAccessKey(name) };
  }

  /** Deletes a user that `newUser` has made, with their AccessKey and their policies. */
  async deleteUser({ name: UserName, credentials }: TestUser): Promise<void> {
    await this.call('DeleteAccessKey', { UserName, UserAccessKeyId: credentials.accessKeyId });
    const { Policies } = await this.call('ListPoliciesForUser', { UserName });
    for (const { PolicyName, PolicyType } of Policies.Policy)
      await this.call('DetachPolicyFromUser', { UserName, PolicyName, PolicyType });
    await this.call('DeleteUser', { UserName });
  }

  async newAccessKey(UserName: string): Promise<Credentials> {
    const { AccessKey } = await this.call('CreateAccessKey', { UserName });
    return { accessKeyId: AccessKey.AccessKeyId, accessKeySecret: AccessKey.AccessKeySecret };
  }

  /** Creates a custom policy; returns its name. */
  async newPolicy(...statements: readonly object[]): Promise<string> {
    const PolicyName = this.newName('policy');
    await this.call('CreatePolicy', { PolicyName, PolicyDocument: policy(...statements) });
    return PolicyName;
  }

  async newGroup(...members: string[]): Promise<string> {
    const GroupName = this.newName('group');
    await this.call('CreateGroup', { GroupName });
    for (const UserName of members) await this.call('AddUserToGroup', { GroupName, UserName });
    return GroupName;
  }

  /** Creates a role that the account's users may assume, with these statements attached; returns its name. */
  async newRole(statements: readonly object[] = [], parameters: Members = {}): Promise<string> {
    const RoleName = this.newName('role');
    const AssumeRolePolicyDocument = trustPolicy([`acs:ram::${this.accountId}:root`]);
    await this.call('CreateRole', { RoleName, AssumeRolePolicyDocument, ...parameters });
    if (statements.length > 0) {
      const PolicyName = await this.newPolicy(...statements);
      await this.call('AttachPolicyToRole', { RoleName, PolicyName, PolicyType: 'Custom' });
    }
    return RoleName;
  }

  /** Assumes a role; `RoleName` may be the ARN of another account's role. */
  async assume(user: { credentials: Credentials }, RoleName: string, parameters: Members = {}): Promise<Credentials> {
    const RoleArn = RoleName.startsWith('acs:') ? RoleName : this.roleArn(RoleName);
    const request = { RoleArn, RoleSessionName: 'test', ...parameters };
    const { Credentials: issued } = await this.as(user.credentials, 'sts', 'AssumeRole', request);
    return {
      accessKeyId: issued.AccessKeyId,
      accessKeySecret: issued.AccessKeySecret,
      securityToken: issued.SecurityToken,
    };
  }

  roleArn(roleName: string): string {
    return `acs:ram::${this.accountId}:role/${roleName}`;
  }

  /** Creates a Generic secret; returns its name. */
  async newSecret(SecretName = this.newName('secret')): Promise<string> {
    await this.app.pop('kms').request('CreateSecret', { SecretName, VersionId: 'v1', SecretData: 'value' });
    return SecretName;
  }
}

/** A fresh account at the service that specs of the wire share. */
export async function newAccount(): Promise<RamAccount> {
  return new RamAccount(await newTestAccount());
}

/** The error with which RAM refuses a caller. */
export function noPermission(action: string, accountId: string, resource: string) {
  const message = `You are not authorized to do this action. Resource: acs:ram:*:${accountId}:${resource} Action: ram:${action}`;
  return { code: 'NoPermission', status: 403, message };
}

export function policy(...Statement: readonly object[]): string {
  return JSON.stringify({ Version: '1', Statement });
}

export function allow(Action: string | readonly string[], Resource: string | readonly string[] = '*'): object {
  return { Effect: 'Allow', Action, Resource };
}

export function deny(Action: string | readonly string[], Resource: string | readonly string[] = '*'): object {
  return { Effect: 'Deny', Action, Resource };
}

export function trustPolicy(RAM: readonly string[], Condition?: object): string {
  return policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM }, ...(Condition ? { Condition } : {}) });
}
