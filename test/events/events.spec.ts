import type { EntityManager } from 'typeorm';
import type { BastionInstanceCreated } from '../../src/bastionhost/bastionhost-events.api.ts';
import type { SystemEvent } from '../../src/rotation/system-event.api.ts';
import { Notifications } from '../../src/database/notifications.ts';
import { Outbox } from '../../src/events/outbox.ts';
import { Events } from '../../src/events/events.api.ts';
import { eventually } from '../support/eventually.ts';
import { TestClock } from '../support/test-clock.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';

const deaf = { keepListening: async () => undefined, close: () => undefined } as unknown as Notifications;

describe('events', () => {
  let database: TestDatabase;
  const clock = new TestClock();
  const processes: Events[] = [];
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterEach(() => Promise.all(processes.splice(0).map((events) => events.onApplicationShutdown())));
  afterAll(() => database.drop());

  const outbox = () => new Outbox(database.pool, clock);
  const eventOf = (instanceId: string): BastionInstanceCreated => ({
    kind: 'BastionInstanceCreated',
    accountId: '1000000000000001',
    instanceId,
  });
  const commit = (work: (tx: EntityManager) => Promise<void>) => database.dataSource.transaction(work);
  const names = async (each: Outbox) =>
    ((await each.unseen()) as BastionInstanceCreated[]).map(({ instanceId }) => instanceId);

  /** A process, and the instances that its subscriber was told of. */
  async function startProcess(notifications = new Notifications(database.dataSource)) {
    const events = new Events(outbox(), notifications);
    processes.push(events);
    const received: string[] = [];
    events.subscribe('BastionInstanceCreated', ({ instanceId }) => void received.push(instanceId));
    await events.onModuleInit();
    return { events, told: received };
  }

  it('reach the listeners of every process once, but not those from before the start', async () => {
    await commit((tx) => outbox().add(tx, eventOf('before')));
    const [one, other] = [await startProcess(), await startProcess()];
    await commit((tx) => one.events.publish(tx, eventOf('a')));
    await eventually('both are told', () => one.told.length > 0 && other.told.length > 0);
    await commit((tx) => other.events.publish(tx, eventOf('b')));
    await eventually('both are told', () => one.told.length > 1 && other.told.length > 1);
    expect([one.told, other.told]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('are still read in time after 50,000 others', async () => {
    const reader = outbox();
    // From the sixth time on, the database no longer plans for the events that were seen.
    for (let times = 0; times < 6; times += 1) await reader.unseen();
    await database.dataSource.query(
      `insert into events select gen_random_uuid()::text, $1, 'BastionInstanceCreated', '{"instanceId":"x"}'
       from generate_series(1, 50000)`,
      [clock.now()],
    );
    expect(await names(reader)).toHaveLength(50_000);
    await commit((tx) => reader.add(tx, eventOf('after them')));
    expect(await names(reader)).toEqual(['after them']);
    await database.dataSource.query('delete from events');
  });

  it('are delivered after their transaction commits, however late, and never after a rollback', async () => {
    const reader = outbox();
    await reader.unseen();
    const gone = commit(async (tx) => {
      await reader.add(tx, eventOf('rolled back'));
      throw new Error('no');
    });
    await expect(gone).rejects.toThrow('no');
    await commit(async (tx) => {
      await reader.add(tx, eventOf('early'));
      await commit((later) => reader.add(later, eventOf('late')));
      expect(await names(reader)).toEqual(['late']);
    });
    expect(await names(reader)).toEqual(['early']);
    expect(await names(reader)).toEqual([]);
  });

  it('are delivered immediately by a notification, or by the next poll when the connection is lost', async () => {
    // It began to look before the other process did, and so it would look first each time.
    const unhinted = await startProcess(deaf);
    const { events, told: received } = await startProcess();
    const tell = async (name: string) => {
      await commit((tx) => events.publish(tx, eventOf(name)));
      await eventually('told', () => received.at(-1) === name);
      const wasFirst = unhinted.told.at(-1) !== name;
      await eventually('told without a hint', () => unhinted.told.at(-1) === name);
      return wasFirst;
    };
    await tell('first');
    const wasFirst: boolean[] = [];
    while (wasFirst.length < 5) wasFirst.push(await tell(`hinted ${wasFirst.length}`));
    expect(wasFirst.filter(Boolean).length).toBeGreaterThan(2);

    const listening = `select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' and datname = current_database()`;
    expect(await database.dataSource.query(listening)).toHaveLength(1);
    await tell('without');
    await eventually('it listens again', async () => {
      return (await database.dataSource.query(listening.replace('pg_terminate_backend(pid)', 'pid'))).length === 1;
    });
    await tell('last');
  });

  it('are still delivered after a listener has failed', async () => {
    const { events, told: received } = await startProcess();
    events.subscribe('BastionInstanceCreated', () => Promise.reject(new Error('listener')));
    await commit((tx) => events.publish(tx, eventOf('c')));
    await eventually('told', () => received.includes('c'));
    await commit((tx) => events.publish(tx, eventOf('d')));
    await eventually('told', () => received.includes('d'));
    expect(received).toEqual(['c', 'd']);
  });

  it('are kept, and found by their members, latest first', async () => {
    const event = { kind: 'SystemEvent', level: 'CRITICAL', name: 'Secret:RotateSecret:Failure' } as SystemEvent;
    await commit((tx) => outbox().add(tx, { ...event, region: 'one' }));
    clock.advance(1_000);
    await commit((tx) => outbox().add(tx, { ...event, region: 'other' }));
    await commit((tx) => outbox().add(tx, { ...event, level: 'INFO' }));
    const received = await outbox().history({ kind: 'SystemEvent', level: 'CRITICAL' }, 10);
    expect(received.map(({ fact: { region } }) => region)).toEqual(['other', 'one']);
    expect(received[0]!.at.getTime() - received[1]!.at.getTime()).toBeGreaterThanOrEqual(1_000);
    expect(await outbox().history({ kind: 'SystemEvent' }, 1)).toHaveLength(1);
  });

  it('are forgotten after ninety days', async () => {
    await commit((tx) => outbox().add(tx, eventOf('old')));
    clock.advance(90 * 86_400_000);
    await commit((tx) => outbox().add(tx, eventOf('new')));
    await outbox().prune();
    const rows = await database.dataSource.query('select fact from events');
    expect(rows).toEqual([{ fact: eventOf('new') }]);
  });
});
