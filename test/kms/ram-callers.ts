import type { ApiClient, Credentials } from '../support/api-clients.ts';
import type { ServiceAccount } from '../support/test-account.ts';
import { KmsAccount } from './kms-account.ts';

export interface Statement {
  readonly Effect?: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: { readonly RAM: readonly string[] };
  readonly Condition?: object;
}

/** A caller of KMS over the wire. */
export interface RamCaller {
  readonly accountId: string;
  readonly arn: string;
  readonly kms: ApiClient;
  readonly call: ApiClient['request'];
}

export interface RamUser extends RamCaller {
  readonly userName: string;
  readonly accessKey: Credentials;
}

/** A statement that allows these actions on these resources. */
export const allow = (Action: string | readonly string[], Resource: string | readonly string[] = '*'): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
});

/** A policy document; a statement's default effect is Allow, its default resource everything. */
export function policyOf(...statements: readonly Statement[]): string {
  const Statement = statements.map((each) => ({ Effect: 'Allow', Resource: '*', ...each }));
  return JSON.stringify({ Version: '1', Statement });
}

/** A RAM user with an AccessKey and one custom policy of these statements. Default: a user of this account. */
export async function ramUser(
  kms: KmsAccount,
  statements: readonly Statement[],
  account: ServiceAccount = kms.app,
): Promise<RamUser> {
  const UserName = kms.newName('user');
  const ram = account.pop('ram');
  await ram.request('CreateUser', { UserName });
  if (statements.length > 0) await attachPolicy(ram, UserName, policyOf(...statements));
  const { AccessKey } = await ram.request('CreateAccessKey', { UserName });
  const accessKey = { accessKeyId: AccessKey.AccessKeyId, accessKeySecret: AccessKey.AccessKeySecret };
  const arn = `acs:ram::${account.accountId}:user/${UserName}`;
  return { ...callerOf(account, arn, accessKey), userName: UserName, accessKey };
}

/** The root of another account at the same service. */
export async function otherAccount(kms: KmsAccount): Promise<RamCaller & { readonly account: ServiceAccount }> {
  const account = await kms.app.another();
  return { ...callerOf(account, `acs:ram::${account.accountId}:root`), account };
}

async function attachPolicy(ram: ApiClient, UserName: string, PolicyDocument: string): Promise<void> {
  const PolicyName = `policy-of-${UserName}`;
  await ram.request('CreatePolicy', { PolicyName, PolicyDocument });
  await ram.request('AttachPolicyToUser', { UserName, PolicyName, PolicyType: 'Custom' });
}

function callerOf(account: ServiceAccount, arn: string, credentials?: Credentials): RamCaller {
  const kms = account.pop('kms', credentials);
  return { accountId: account.accountId, arn, kms, call: (action, parameters) => kms.request(action, parameters) };
}
