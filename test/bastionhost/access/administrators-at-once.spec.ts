import { eventually } from '../../support/eventually.ts';
import { lockWaits } from '../../support/lock-waits.ts';
import { BastionApplication } from '../bastion-application.ts';

interface Prepared {
  readonly HostId: string;
  readonly HostShareKeyId: string;
  readonly another: string;
  /** Their ids ascend while their names descend. */
  readonly accounts: readonly string[];
}

describe('two administrators at once do not both wait for the other', () => {
  let bastion: BastionApplication;
  let number = 0;
  const query = <Row>(sql: string, values: unknown[] = []) => bastion.app.database.dataSource.query<Row[]>(sql, values);

  beforeAll(async () => {
    bastion = await BastionApplication.start();
    // So many that the database finds accounts by its indexes, each of which has an order of its own.
    await bastion.account(await bastion.host({ HostName: 'large' }), 'first');
    await query(`
      insert into bastion_host_accounts (account_id, region, instance_id, host_id, protocol_name, account_name,
        credential_source, has_password, created_at)
      select account_id, region, instance_id, host_id, protocol_name, 'copy-' || number, credential_source,
        has_password, created_at
      from bastion_host_accounts, generate_series(1, 5000) number`);
    await query('analyze bastion_host_accounts');
  });
  afterAll(() => bastion.stop());

  async function prepare(): Promise<Prepared> {
    const name = `host-${(number += 1)}`;
    const HostId = await bastion.host({ HostName: name });
    const [HostShareKeyId] = await bastion.shareKey(name);
    const [another] = await bastion.shareKey(`another-${name}`);
    const accounts: string[] = [];
    for (const account of ['c', 'b', 'a']) accounts.push(await bastion.account(HostId, account, { HostShareKeyId }));
    return { HostId, HostShareKeyId, another, accounts };
  }

  const keyOf = (action: string, HostShareKeyId: string, HostAccountIds: readonly string[]) =>
    bastion.call(action, { HostShareKeyId, HostAccountIds });

  it.each<readonly [string, (thing: Prepared) => Promise<unknown>]>([
    [
      'deletes the shared key of its accounts',
      ({ HostShareKeyId }) => bastion.call('DeleteHostShareKey', { HostShareKeyId }),
    ],
    [
      'attaches another shared key',
      ({ another, accounts }) => keyOf('AttachHostAccountsToHostShareKey', another, accounts),
    ],
    [
      'detaches the shared key',
      ({ HostShareKeyId, accounts }) => keyOf('DetachHostAccountsFromHostShareKey', HostShareKeyId, accounts),
    ],
  ])('one deletes a host, and one %s', async (_what, other) => {
    const thing = await prepare();
    const runner = bastion.app.database.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('select from bastion_host_accounts where id = $1 for update', [thing.accounts[1]]);
    const both = Promise.all([bastion.call('DeleteHost', { HostId: thing.HostId }), other(thing)]);
    await eventually('both wait', async () => (await lockWaits(bastion.app.database.dataSource)) === 2);
    await runner.commitTransaction();
    await runner.release();
    await expect(both).resolves.toHaveLength(2);
  });
});
