import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A server's place is in a network domain. What was dialled so far is in the built-in one, whose id is 1. */
export class Places1796000060000 implements MigrationInterface {
  name = 'Places1796000060000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(servers);
    await runner.query(pins);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const servers = `
  alter table bastion_hosts add column network_domain_id bigint not null default 1;
  alter table ecs_instances add column network_domain_id bigint not null default 1;
`;

const pins = `
  alter table host_key_pins add column network_domain_id bigint not null default 1;
  alter table host_key_pins drop constraint host_key_pins_pkey,
    add primary key (account_id, network_domain_id, address, port);
  alter table host_key_holders add column network_domain_id bigint not null default 1;
  alter table host_key_holders drop constraint host_key_holders_pkey,
    add primary key (account_id, network_domain_id, address, port, holder);
`;
