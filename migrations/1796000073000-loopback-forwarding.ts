import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether ports of servers' own loopback are forwarded. */
export class LoopbackForwarding1796000073000 implements MigrationInterface {
  name = 'LoopbackForwarding1796000073000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table bastion_instances add column loopback_forwarding boolean not null default false
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
