import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every bastion instance has an SSH listener of its own; the first account's is the one in the settings. */
export class SshPorts1795700003000 implements MigrationInterface {
  name = 'SshPorts1795700003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table bastion_instances add column ssh_port integer unique check (ssh_port between 1 and 65535)
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
