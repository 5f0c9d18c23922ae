import { call } from '../support/signed-request.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { openTestDatabase, startedTemplate, type TestDatabase } from '../support/test-database.ts';

const versions = { kms: '2016-01-20', ram: '2015-05-01', ecs: '2014-05-26', bastionhost: '2019-12-09' };
const kms = 'ServiceUnavailableTemporary';
const other = 'ServiceUnavailable';
const secret = 'acs:kms:cn-hangzhou:<account>:secret/any';
const key = 'acs:kms:cn-hangzhou:<account>:key/key-any';
const server = 'acs:ecs:cn-hangzhou:<account>:instance/*';

/** Tables that another session locks, so that a statement on them is not answered, with an operation that makes one. */
const locked = [
  ['kms', 'kms_secrets', 'GetSecretValue', { SecretName: 'any' }, kms, secret],
  ['kms', 'kms_secrets', 'DescribeSecret', { SecretName: 'any' }, kms, secret],
  ['kms', 'kms_secrets', 'TagResource', { SecretName: 'any', Tags: '[{"TagKey":"a","TagValue":"b"}]' }, kms, secret],
  ['kms', 'kms_keys', 'DescribeKey', { KeyId: 'key-any' }, kms, key],
  ['kms', 'kms_keys', 'Encrypt', { KeyId: 'key-any', Plaintext: 'YW55' }, kms, key],
  ['kms', 'kms_keys', 'Encrypt', { KeyId: 'key-any', Plaintext: 'YW55', DryRun: 'true' }, kms, key],
  ['ram', 'ram_groups', 'ListGroups', {}, other, 'acs:ram:*:<account>:group/*'],
  ['ecs', 'ecs_instances', 'DescribeInstances', { RegionId: 'cn-hangzhou' }, other, server],
  ['bastionhost', 'bastion_instances', 'ListHosts', { InstanceId: 'any' }, other, '*'],
] as const;

describe('the audit row of a call that the database does not answer', () => {
  let database: TestDatabase;
  let app: TestApplication;
  beforeAll(async () => {
    database = await openTestDatabase({ template: startedTemplate });
    app = await startTestApplication({ database: { ...database, url: `${database.url}?query_timeout=2000` } });
  });
  afterAll(async () => {
    await app.stop();
    await database.drop();
  });

  async function whileLocked<T>(table: string, work: () => Promise<T>): Promise<T> {
    const lock = database.dataSource.createQueryRunner();
    await lock.startTransaction();
    try {
      await lock.query(`lock table ${table} in access exclusive mode`);
      return await work();
    } finally {
      await lock.rollbackTransaction();
      await lock.release();
    }
  }

  it.each(locked)(
    'has the code of the answer: %s, %s, %s',
    async (product, table, action, more, ...[code, resource]) => {
      const parameters = Object.entries({ Action: action, ...more }) as [string, string][];
      const protocol = { Version: versions[product] };
      const { status, body } = await whileLocked(table, () => call(app, parameters, { protocol }));
      expect([status, body.Code]).toEqual([503, code]);
      const rows = await database.dataSource.query<{ resource: string }[]>(
        `select action, result, regexp_replace(resource, '\\d{16}', '<account>') as resource
       from audit_events where request_id = $1`,
        [body.RequestId],
      );
      expect(rows).toEqual([{ action, result: code, resource }]);
    },
  );
});
