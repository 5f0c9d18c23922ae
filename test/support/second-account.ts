import type { Credentials } from './api-clients.ts';
import type { TestApplication } from './test-application.ts';

export interface SecondAccount {
  readonly accountId: string;
  readonly credentials: Credentials;
}

/** Another account in the same installation, with its root AccessKey. */
export async function createAccount(app: TestApplication): Promise<SecondAccount> {
  const { Account, AccessKey } = await app.pop('ram').request('CreateAccount');
  const credentials = { accessKeyId: AccessKey.AccessKeyId, accessKeySecret: AccessKey.AccessKeySecret };
  return { accountId: Account.AccountId, credentials };
}
