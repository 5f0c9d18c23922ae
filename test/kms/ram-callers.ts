import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { Sealing } from '../../src/sealing/sealing.api.ts';
import type { Credentials, Members } from '../support/api-clients.ts';
import type { KmsApplication } from './kms-application.ts';

export type Call = (action: string, parameters?: Members) => Promise<Members>;

/** Somebody other than the account's root, who calls through the wire. */
export interface RamCaller {
  readonly arn: string;
  readonly call: Call;
}

/** A statement that allows what it names. */
export const allow = (Action: string | string[], Resource: string | string[] = '*'): Members => ({
  Effect: 'Allow',
  Action,
  Resource,
});

export const policyOf = (...Statement: Members[]): string => JSON.stringify({ Version: '1', Statement });

/** A RAM user with a policy of these statements. */
export async function ramUser(
  kms: KmsApplication,
  statements: Members[],
  accountId = kms.accountId,
): Promise<RamCaller> {
  const id = kms.newName('user');
  const now = new Date();
  await kms.query(`insert into ram_users values ($1, $2, $2, $2, '', '', '', $3, $3)`, [accountId, id, now]);
  if (statements.length > 0) {
    await kms.query(`insert into ram_policies values ($1, $2, '', 'v1', 2, $3, $3)`, [accountId, id, now]);
    await kms.query(`insert into ram_policy_versions values ($1, $2, 'v1', $3, $4)`, [
      accountId,
      id,
      policyOf(...statements),
      now,
    ]);
    await kms.query(`insert into ram_attachments values ($1, 'User', $2, 'Custom', $2, $3)`, [accountId, id, now]);
  }
  const call = await callerWith(kms, accountId, id);
  return { arn: `acs:ram::${accountId}:user/${id}`, call };
}

/** The root of an account that is not the first one. */
export async function otherAccount(kms: KmsApplication): Promise<RamCaller & { readonly accountId: string }> {
  const accountId = '9000000000000001';
  await kms.query('insert into accounts values ($1, false, $2) on conflict do nothing', [accountId, new Date()]);
  return { accountId, arn: `acs:ram::${accountId}:root`, call: await callerWith(kms, accountId, null) };
}

async function callerWith(kms: KmsApplication, accountId: string, userId: string | null): Promise<Call> {
  const credentials: Credentials = {
    accessKeyId: `LTAI${randomAlphanumeric(20)}`,
    accessKeySecret: randomAlphanumeric(30),
  };
  const secret = new Redacted(Buffer.from(credentials.accessKeySecret));
  const sealed = kms.app.get(Sealing).seal(secret, ['access-key', accountId, credentials.accessKeyId]);
  await kms.query(
    'insert into access_keys (access_key_id, account_id, user_id, sealed_secret, active, created_at) values ($1, $2, $3, $4, true, $5)',
    [credentials.accessKeyId, accountId, userId, sealed, new Date()],
  );
  const client = kms.app.pop('kms', credentials);
  return (action, parameters = {}) => client.request(action, parameters);
}
