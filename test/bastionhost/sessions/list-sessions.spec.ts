import { DataSource, type Logger } from 'typeorm';
import { refusal, type Members } from '../../support/api-clients.ts';
import { instanceOf } from '../bastion-account.ts';
import { BastionApplication } from '../bastion-application.ts';
import { recordSessions } from './recorded-sessions.ts';

const at = (time: string) => new Date(`2026-01-01T${time}Z`);
const seconds = (time: string) => at(time).getTime() / 1000;

describe('ListSessions', () => {
  let bastion: BastionApplication;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
    await recordSessions(bastion, {
      a: { startedAt: at('10:00:00'), hostAccountName: 'ops' },
      b: { startedAt: at('11:00:00'), userId: '4', userName: 'bob', state: 'active' },
      c: { startedAt: at('12:00:00'), hostId: '5', hostName: 'db-01', state: 'failed' },
      d: { startedAt: at('13:00:00'), sourceAddress: '2001:db8::1', state: 'lost' },
    });
  });
  afterAll(() => bastion.stop());

  const list = (parameters: Members = {}) => bastion.call('ListSessions', parameters);
  const found = async (parameters?: Members): Promise<string> =>
    (await list(parameters)).Sessions.map(({ SessionId }: Members) => SessionId[0]).join('');

  const filters: [Members, string][] = [
    [{}, 'dcba'],
    [{ UserId: '4' }, 'b'],
    [{ UserName: 'alice' }, 'dca'],
    [{ HostId: 5 }, 'c'],
    [{ HostName: 'web-01' }, 'dba'],
    [{ HostAccountName: 'ops' }, 'a'],
    [{ SourceAddress: '2001:db8::1' }, 'd'],
    [{ State: 'Active' }, 'b'],
    [{ State: 'Closed' }, 'a'],
    [{ State: 'Failed' }, 'c'],
    [{ State: 'Lost' }, 'd'],
    [{ StartTime: seconds('11:00:00'), EndTime: seconds('13:00:00') }, 'cb'],
    [{ UserName: 'alice', HostName: 'db-01', State: 'Failed' }, 'c'],
    [{ UserName: "alice' or 1=1 --" }, ''],
  ];

  it.each(filters)('answers with the sessions that match %j, newest first', async (parameters, expected) => {
    expect(await found(parameters)).toBe(expected);
  });

  it('answers with a page, and how many there are', async () => {
    expect(await list({ PageSize: 2, PageNumber: 2 })).toMatchObject({
      TotalCount: 4,
      Sessions: [{ UserName: 'bob' }, { UserName: 'alice' }],
    });
    expect(await list({ PageSize: 0, PageNumber: 9 })).toMatchObject({ TotalCount: 4, Sessions: [] });
  });

  it.each<[string, Members]>([
    ['a user id that is none', { UserId: 'alice' }],
    ['an unknown state', { State: 'Open' }],
    ['a time range that ends before it begins', { StartTime: 20, EndTime: 10 }],
    ['a time that is not a number', { StartTime: '2026-01-01' }],
    ['a page of 101', { PageSize: 101 }],
  ])('refuses %s', async (_, parameters) => {
    expect(await refusal(list(parameters))).toMatchObject({ code: 'InvalidParameter', status: 400 });
  });

  it('refuses an unknown instance', async () => {
    const refused = await refusal(list({ InstanceId: 'bastionhost-cn-00000000000' }));
    expect(refused).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });

  it('reads no more than an index finds, whatever the filter, among ten thousand sessions', async () => {
    const source = bastion.app.get(DataSource);
    const other = await bastion.app.another();
    await source.query(tenThousandMore, [other.accountId, await instanceOf(other)]);
    await source.query('analyze bastion_sessions');
    const statements = await sent(source, async () => {
      for (const [parameters] of filters) await list(parameters);
    });
    const plans = await Promise.all(statements.map(([sql, values]) => source.query(`explain ${sql}`, values)));
    expect(plans.length).toBeGreaterThanOrEqual(2 * filters.length);
    expect(plans.map((plan) => JSON.stringify(plan)).filter((plan) => plan.includes('Seq Scan'))).toEqual([]);
  });
});

/** Those of another account, which are none of the list's business. */
const tenThousandMore = `
  insert into bastion_sessions
    select (jsonb_populate_record(s, jsonb_build_object(
      'session_id', md5(s.session_id || n), 'account_id', $1::text, 'instance_id', $2::text))).*
    from bastion_sessions s, generate_series(1, 2500) n`;

/** The statements about sessions that are sent meanwhile. */
async function sent(source: DataSource, work: () => Promise<void>): Promise<[string, unknown[]][]> {
  const statements: [string, unknown[]][] = [];
  const { logger } = source;
  const logQuery: Logger['logQuery'] = (sql, values = []) => {
    if (/from "?bastion_sessions/i.test(sql)) statements.push([sql, values as unknown[]]);
  };
  source.logger = { ...logger, logQuery, logQuerySlow: () => undefined, logQueryError: () => undefined };
  await work().finally(() => (source.logger = logger));
  return statements;
}
