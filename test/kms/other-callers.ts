import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { accessKeyPlace } from '../../src/identity/access-keys/access-key-place.ts';
import { Sealing } from '../../src/sealing/sealing.api.ts';
import type { ApiClient, Credentials } from '../support/api-clients.ts';
import type { KmsApplication } from './kms-application.ts';

export interface Statement {
  readonly Effect?: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: { readonly RAM: readonly string[] };
  readonly Condition?: object;
}

/** A policy's text; what is left out allows, everywhere. */
export function policyOf(...statements: readonly Statement[]): string {
  const Statement = statements.map((each) => ({ Effect: 'Allow', Resource: '*', ...each }));
  return JSON.stringify({ Version: '1', Statement });
}

export interface RamUser {
  readonly accountId: string;
  readonly userName: string;
  readonly arn: string;
  readonly accessKey: Credentials;
  readonly kms: ApiClient;
}

/** A RAM user with an AccessKey whose one custom policy has these statements; of the installation's account unless another is named. */
export async function ramUser(
  kms: KmsApplication,
  statements: readonly Statement[],
  accountId = kms.accountId,
): Promise<RamUser> {
  const userName = `user-${randomAlphanumeric(8)}`;
  const [userId, now] = [randomAlphanumeric(18), kms.app.clock.now()];
  await kms.query(
    `insert into ram_users (account_id, user_id, user_name, display_name, mobile_phone, email, comments, created_at, updated_at)
     values ($1, $2, $3, '', '', '', '', $4, $4)`,
    [accountId, userId, userName, now],
  );
  if (statements.length > 0) await attach(kms, accountId, userId, policyOf(...statements));
  const accessKey = await addAccessKey(kms, accountId, userId);
  return {
    accountId,
    userName,
    arn: `acs:ram::${accountId}:user/${userName}`,
    accessKey,
    kms: kms.app.pop('kms', accessKey),
  };
}

/** Another account, with its root's AccessKey. */
export async function otherAccount(kms: KmsApplication): Promise<{ accountId: string; root: ApiClient }> {
  const accountId = `19${Array.from({ length: 14 }, () => Math.floor(Math.random() * 10)).join('')}`;
  await kms.query('insert into accounts values ($1, false, $2)', [accountId, kms.app.clock.now()]);
  return { accountId, root: kms.app.pop('kms', await addAccessKey(kms, accountId, null)) };
}

async function attach(kms: KmsApplication, accountId: string, userId: string, document: string): Promise<void> {
  const values = [accountId, `policy-${userId}`, kms.app.clock.now()];
  await kms.query(
    `insert into ram_policies (account_id, policy_name, description, default_version_id, next_version, created_at, updated_at)
     values ($1, $2, '', 'v1', 2, $3, $3)`,
    values,
  );
  await kms.query('insert into ram_policy_versions values ($1, $2, $4, $5, $3)', [...values, 'v1', document]);
  await kms.query(`insert into ram_attachments values ($1, 'User', $4, 'Custom', $2, $3)`, [...values, userId]);
}

async function addAccessKey(kms: KmsApplication, accountId: string, userId: string | null): Promise<Credentials> {
  const accessKeyId = `LTAI${randomAlphanumeric(20)}`;
  const accessKeySecret = randomAlphanumeric(30);
  const sealed = kms.app
    .get(Sealing)
    .seal(new Redacted(Buffer.from(accessKeySecret)), accessKeyPlace(accountId, accessKeyId));
  await kms.query(
    `insert into access_keys (access_key_id, account_id, user_id, sealed_secret, active, created_at) values ($1, $2, $3, $4, true, $5)`,
    [accessKeyId, accountId, userId, sealed, kms.app.clock.now()],
  );
  return { accessKeyId, accessKeySecret };
}
