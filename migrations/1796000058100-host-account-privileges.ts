import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What administrators note about a host account for changes of its password. */
export class HostAccountPrivileges1796000058100 implements MigrationInterface {
  name = 'HostAccountPrivileges1796000058100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(privileges);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const privileges = `
  alter table bastion_host_accounts
    add column privilege_type text not null default 'Normal' check (privilege_type in ('Normal', 'Privileged')),
    add column rotation_mode text not null default 'Self' check (rotation_mode in ('Self', 'Privileged'))
`;
