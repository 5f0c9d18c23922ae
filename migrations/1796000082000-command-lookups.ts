import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Commands are found by the instance that they were sent to, and by their own id. */
export class CommandLookups1796000082000 implements MigrationInterface {
  name = 'CommandLookups1796000082000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create index ecs_invocations_by_instance
        on ecs_invocations (account_id, region, instance_id, started_at, invoke_id)`);
    await queryRunner.query(
      'create index ecs_invocations_by_command on ecs_invocations (account_id, region, command_id)',
    );
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
