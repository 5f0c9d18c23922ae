import { refusal, type Members } from '../../support/api-clients.ts';
import { eventually } from '../../support/eventually.ts';
import { allow } from '../ram-account.ts';
import { RamApplication } from '../ram-application.ts';

describe('a policy that changes while it is read', () => {
  let ram: RamApplication;
  beforeAll(async () => {
    ram = await RamApplication.start();
  });
  afterAll(() => ram.app.stop());

  /** Whether a call waits to read or write this table. */
  async function isAwaited(table: string): Promise<boolean> {
    const waiting = await ram.query('select from pg_locks where not granted and relation = $1::regclass', [table]);
    return waiting.length > 0;
  }

  /** What the call answers when the statements take effect once it is authenticated and begins to read versions. */
  async function meanwhile(call: () => Promise<Members>, statements: readonly string[], PolicyName: string) {
    const { dataSource } = ram.app.database;
    const [first, second] = [dataSource.createQueryRunner(), dataSource.createQueryRunner()];
    await first.startTransaction();
    await second.startTransaction();
    await first.query('lock table nonces in access exclusive mode');
    const begun = call();
    void begun.catch(() => undefined);
    await eventually('the call claims its nonce', () => isAwaited('nonces'));
    await second.query('lock table ram_policy_versions in access exclusive mode');
    await first.commitTransaction();
    await eventually('the call waits for the versions', () => isAwaited('ram_policy_versions'));
    for (const statement of statements) await second.query(statement, [ram.accountId, PolicyName]);
    await second.commitTransaction();
    await first.release();
    await second.release();
    return begun;
  }

  const where = 'where account_id = $1 and policy_name = $2';

  /** What a call answers about a policy whose default version becomes v2 and whose v1 is deleted meanwhile. */
  async function afterChange(action: string): Promise<Members> {
    const PolicyName = await ram.newPolicy(allow('*'));
    const PolicyDocument = JSON.stringify({ Version: '1', Statement: [allow('kms:*')] });
    await ram.call('CreatePolicyVersion', { PolicyName, PolicyDocument });
    return meanwhile(
      () => ram.call(action, { PolicyName, PolicyType: 'Custom' }),
      [
        `update ram_policies set default_version_id = 'v2' ${where}`,
        `delete from ram_policy_versions ${where} and version_id = 'v1'`,
      ],
      PolicyName,
    );
  }

  it('has one default version in the answer of GetPolicy', async () => {
    expect(await afterChange('GetPolicy')).toMatchObject({
      Policy: { DefaultVersion: 'v2' },
      DefaultPolicyVersion: { VersionId: 'v2', IsDefaultVersion: true },
    });
  });

  it('has a default version in the answer of ListPolicyVersions', async () => {
    expect((await afterChange('ListPolicyVersions')).PolicyVersions.PolicyVersion).toMatchObject([
      { VersionId: 'v2', IsDefaultVersion: true },
    ]);
  });

  it.each(['GetPolicy', 'ListPolicyVersions'])('and is deleted is not there for %s', async (action) => {
    const PolicyName = await ram.newPolicy(allow('*'));
    const call = meanwhile(
      () => ram.call(action, { PolicyName, PolicyType: 'Custom' }),
      [`delete from ram_policies ${where}`],
      PolicyName,
    );
    expect(await refusal(call)).toMatchObject({ code: 'EntityNotExist.Policy', status: 404 });
  });
});
