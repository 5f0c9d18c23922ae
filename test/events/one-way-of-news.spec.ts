import { randomBytes } from 'node:crypto';
import { migrations } from '../../migrations/index.ts';
import { OneWayOfNews1795700005000 } from '../../migrations/1795700005000-one-way-of-news.ts';
import type { SystemEvent } from '../../src/rotation/system-event.api.ts';
import { Outbox } from '../../src/events/outbox.ts';
import { Database, databaseOptions } from '../../src/database/data-source.ts';
import { HotPool } from '../../src/database/hot-pool.ts';
import { migrate } from '../../src/database/migrate.ts';
import { TestClock } from '../support/test-clock.ts';
import { administer, databaseUrl } from '../support/test-database.ts';

describe('an event from before there was one outbox', () => {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const open = async (some: typeof migrations) =>
    (await new Database({ ...databaseOptions(databaseUrl(name)), migrations: [...some] }).initialize()) as Database;
  beforeAll(() => administer(`create database ${name}`));
  afterAll(() => administer(`drop database ${name} with (force)`));

  it('is kept among the events', async () => {
    const before = await open(migrations.slice(0, migrations.indexOf(OneWayOfNews1795700005000)));
    await migrate(before);
    const content = { secretName: 'acs/ecs/web', failureInfo: { errorCode: 'timeout', errorMessage: 'See to it.' } };
    const event = {
      accountId: '1000000000000001',
      region: 'cn-hangzhou',
      level: 'CRITICAL',
      name: 'Secret:RotateSecret:Failure',
      resource: 'acs:kms:cn-hangzhou:1000000000000001:secret/acs/ecs/web',
    };
    const at = new Date('2026-11-20T10:00:00.000Z');
    await before.query(
      `insert into kms_rotation_events (event_id, at, account_id, region, level, name, resource, content)
       values ('e-1', $1, $2, $3, $4, $5, $6, $7)`,
      [at, ...Object.values(event), { ...content, eventId: 'e-1' }],
    );
    await before.destroy();

    const after = await open(migrations);
    await migrate(after);
    const history = await new Outbox(new HotPool(after), new TestClock()).history({ kind: 'SystemEvent' }, 10);
    await after.destroy();
    expect(history).toEqual([{ at, fact: { kind: 'SystemEvent', ...event, content } as SystemEvent }]);
  });
});
