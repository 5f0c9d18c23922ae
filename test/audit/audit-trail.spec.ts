import type { Caller } from '../../src/common/caller.ts';
import { AuditTable } from '../../src/audit/audit-table.ts';
import type { AuditEntry } from '../../src/audit/audit.api.ts';
import { ChainedAuditTrail } from '../../src/audit/chained-audit-trail.ts';
import { verifyAuditTrail } from '../../src/audit/verify-audit-trail.ts';
import { TestClock } from '../support/test-clock.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';

const caller: Caller = {
  accountId: '1000000000000001',
  region: 'cn-hangzhou',
  identity: {
    kind: 'ServiceRole',
    arn: 'acs:ram::1000000000000001:role/aliyunserviceroleforbastionhost',
    onBehalfOf: 'user/alice',
  },
  sourceAddress: '192.0.2.1',
  requestId: '5D2A6C1E-0000-4000-8000-000000000001',
};

function entry(action: string, changes: Partial<AuditEntry> = {}): AuditEntry {
  const resource = 'acs:kms:cn-hangzhou:1000000000000001:secret/db';
  return { caller, product: 'kms', action, resource, result: 'OK', ...changes };
}

describe('the audit trail', () => {
  let database: TestDatabase;
  let table: AuditTable;
  beforeEach(async () => {
    database = await openTestDatabase();
    table = new AuditTable(database.pool);
  });
  afterEach(() => database.drop());

  const newProcess = () => new ChainedAuditTrail(table, new TestClock());
  const sql = (text: string) => database.dataSource.query<Record<string, unknown>[]>(text);
  const findings = async () => (await verifyAuditTrail(table)).findings;

  it('says who did what, for whom, from where, on which resource, with which result', async () => {
    await newProcess().record(entry('GetSecretValue', { result: 'Forbidden.NoPermission' }));
    expect(await sql('select * from audit_events')).toEqual([
      expect.objectContaining({
        sequence: '1',
        at: expect.any(Date),
        account_id: '1000000000000001',
        region: 'cn-hangzhou',
        caller_kind: 'ServiceRole',
        caller_arn: 'acs:ram::1000000000000001:role/aliyunserviceroleforbastionhost',
        access_key_id: null,
        on_behalf_of: 'user/alice',
        source_address: '192.0.2.1',
        product: 'kms',
        action: 'GetSecretValue',
        resource: 'acs:kms:cn-hangzhou:1000000000000001:secret/db',
        request_id: '5D2A6C1E-0000-4000-8000-000000000001',
        result: 'Forbidden.NoPermission',
      }),
    ]);
  });

  it('keeps every event of many that come at once, and the chain holds', async () => {
    const trail = newProcess();
    await Promise.all(Array.from({ length: 1_234 }, (_, index) => trail.record(entry(`Action${index}`))));
    expect(await sql('select count(distinct action)::int as count from audit_events')).toEqual([{ count: 1_234 }]);
    expect(await verifyAuditTrail(table)).toMatchObject({ chains: 1, events: 1_234, findings: [] });
  });

  it('shows control characters as text and cuts what is too long', async () => {
    await newProcess().record(entry('Get\u0000\u001b[2J\r\n\u202eX', { resource: `${'x'.repeat(5_000)}\ud800` }));
    const [row] = await sql('select action, length(resource) as length from audit_events');
    expect(row).toEqual({ action: 'Get\\u0000\\u001b[2J\\u000d\\u000a\\u202eX', length: 2_048 });
    expect(await findings()).toEqual([]);
  });

  it('shows by a mark kept outside that the whole database was replaced by an older one', async () => {
    const [one, two] = [newProcess(), newProcess()];
    await one.record(entry('Before'));
    await sql('create table older as select * from audit_events');
    await one.record(entry('Between'));
    await two.record(entry('After'));
    const { marks } = await verifyAuditTrail(table);
    await one.record(entry('Later'));
    expect((await verifyAuditTrail(table, marks)).findings).toEqual([]);

    await sql('delete from audit_anchors');
    await sql('delete from audit_events where (chain_id, sequence) not in (select chain_id, sequence from older)');
    await sql('delete from audit_chains where chain_id not in (select chain_id from older)');
    expect(await findings()).toEqual([]);
    expect((await verifyAuditTrail(table, marks)).findings).toEqual([
      expect.objectContaining({ finding: 'this event, for which a mark was kept, is missing or was changed' }),
    ]);
    await expect(verifyAuditTrail(table, ['no mark'])).rejects.toThrow(
      'this is not a mark of the audit trail: no mark',
    );
  });

  it('begins a chain in each process, which anchors the heads of the others', async () => {
    const [one, two, three] = [newProcess(), newProcess(), newProcess()];
    await one.record(entry('First'));
    await two.record(entry('Second'));
    await one.record(entry('Third'));
    await three.record(entry('Fourth'));
    expect(await verifyAuditTrail(table)).toMatchObject({ chains: 3, events: 4, findings: [] });
    expect(await sql('select anchored_sequence from audit_anchors order by 1')).toHaveLength(3);
  });

  it('continues in a new chain after a batch that failed', async () => {
    const trail = newProcess();
    await trail.record(entry('First'));
    await sql('alter table audit_events rename to hidden');
    await expect(trail.record(entry('Lost'))).rejects.toThrow(/audit_events/);
    await sql('alter table hidden rename to audit_events');
    await trail.record(entry('Second'));
    expect(await sql('select action, sequence from audit_events order by action')).toEqual([
      { action: 'First', sequence: '1' },
      { action: 'Second', sequence: '1' },
    ]);
    expect(await verifyAuditTrail(table)).toMatchObject({ chains: 2, events: 2, findings: [] });
  });

  describe('after somebody has tampered with it', () => {
    beforeEach(async () => {
      const trail = newProcess();
      for (const action of ['First', 'Second', 'Third', 'Fourth']) await trail.record(entry(action));
    });

    it.each(['at = at + interval $$1 ms$$', "result = 'Denied'", 'on_behalf_of = null', "source_address = ''"])(
      'shows that %s was changed',
      async (change) => {
        await sql(`update audit_events set ${change} where sequence = 2`);
        expect(await findings()).toEqual([
          expect.objectContaining({ sequence: 2, finding: 'the event was changed or moved' }),
        ]);
      },
    );

    it('shows that events are missing from the middle', async () => {
      await sql('delete from audit_events where sequence in (2, 3)');
      expect(await findings()).toEqual([
        expect.objectContaining({ sequence: 2, finding: 'events up to 3 are missing' }),
      ]);
    });

    it('shows that the oldest event is missing', async () => {
      await sql('delete from audit_events where sequence = 1');
      expect(await findings()).toEqual([
        expect.objectContaining({ sequence: 1, finding: 'events up to 1 are missing' }),
      ]);
    });

    it('shows that events were swapped', async () => {
      await sql('update audit_events set sequence = sequence + 10 where sequence in (2, 3)');
      await sql('update audit_events set sequence = 15 - sequence where sequence > 10');
      expect((await findings()).map(({ sequence }) => sequence)).toEqual(expect.arrayContaining([2, 3, 4]));
    });

    it('shows that an event was inserted', async () => {
      await sql(`insert into audit_events select (jsonb_populate_record(event, '{"sequence": 5, "action": "Forged"}')).*
        from audit_events event where sequence = 4`);
      expect((await findings()).map(({ sequence }) => sequence)).toEqual([5, 5]);
    });

    it('shows that the newest events are missing once another process has anchored them', async () => {
      await newProcess().record(entry('Later'));
      await sql("delete from audit_events where action in ('Third', 'Fourth')");
      expect(await findings()).toEqual([
        expect.objectContaining({ sequence: 4, finding: expect.stringContaining('is missing or was changed') }),
      ]);
    });

    it('shows that a whole chain is missing once another process has anchored it', async () => {
      await newProcess().record(entry('Later'));
      await sql("delete from audit_events where action <> 'Later'");
      await sql(
        'delete from audit_chains chain where not exists (select from audit_anchors a where a.chain_id = chain.chain_id)',
      );
      expect(await findings()).toHaveLength(1);
    });

    it('shows that anchors were removed', async () => {
      await newProcess().record(entry('Later'));
      await sql('delete from audit_anchors');
      expect(await findings()).toEqual([
        expect.objectContaining({ sequence: 0, finding: 'the chain or its anchors were changed' }),
      ]);
    });
  });
});
