import { DataSource } from 'typeorm';
import { Redacted } from '../../src/common/redacted.ts';
import { accessKeyPlace } from '../../src/identity/access-keys/access-key-place.ts';
import { AccountCreation } from '../../src/identity/accounts/account-creation.service.ts';
import { Sealing } from '../../src/sealing/sealing.api.ts';
import type { Credentials } from './api-clients.ts';
import type { TestApplication } from './test-application.ts';

export interface SecondAccount {
  readonly accountId: string;
  readonly credentials: Credentials;
}

let made = 1;

/** Another account in the same installation, with a root AccessKey. */
export async function createAccount(app: TestApplication): Promise<SecondAccount> {
  const accountId = await app.get(DataSource).transaction((tx) => app.get(AccountCreation).create(tx));
  made += 1;
  const credentials = { accessKeyId: `LTAIsecond${made}`, accessKeySecret: `secretOfAnotherAccount${made}` };
  const place = accessKeyPlace(accountId, credentials.accessKeyId);
  const sealed = app.get<Sealing>(Sealing).seal(new Redacted(Buffer.from(credentials.accessKeySecret)), place);
  await app
    .get(DataSource)
    .query(
      `insert into access_keys (access_key_id, account_id, sealed_secret, active, created_at) values ($1, $2, $3, true, $4)`,
      [credentials.accessKeyId, accountId, sealed, app.clock.now()],
    );
  return { accountId, credentials };
}
