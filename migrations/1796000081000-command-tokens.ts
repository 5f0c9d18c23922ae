import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A ClientToken stands for one command, whichever instances it was sent to: the first row of the command has it. */
export class CommandTokens1796000081000 implements MigrationInterface {
  name = 'CommandTokens1796000081000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index ecs_invocations_token');
    await queryRunner.query(`
      update ecs_invocations i set client_token = null, request_digest = null
      from (
        select account_id, region, invoke_id, instance_id, row_number() over (
          partition by account_id, region, client_token order by started_at, invoke_id, instance_id) as place
        from ecs_invocations where client_token is not null
      ) o
      where o.account_id = i.account_id and o.region = i.region and o.invoke_id = i.invoke_id
        and o.instance_id = i.instance_id and o.place > 1`);
    await queryRunner.query(
      'create unique index ecs_invocations_token on ecs_invocations (account_id, region, client_token)',
    );
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
