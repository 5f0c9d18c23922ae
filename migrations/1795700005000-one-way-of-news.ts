import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rotations report through the outbox, like everything else. */
export class OneWayOfNews1795700005000 implements MigrationInterface {
  name = 'OneWayOfNews1795700005000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into events (event_id, at, kind, fact)
        select event_id, at, 'SystemEvent', jsonb_build_object(
          'kind', 'SystemEvent', 'accountId', account_id, 'region', region, 'level', level, 'name', name,
          'resource', resource, 'content', content - 'eventId'
        )
        from kms_rotation_events;
      drop table kms_rotation_events;
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
