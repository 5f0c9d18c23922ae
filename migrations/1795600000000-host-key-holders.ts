import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What holds host key pins: bastion hosts and ECS instances, including the existing ones. */
export class HostKeyHolders1795600000000 implements MigrationInterface {
  name = 'HostKeyHolders1795600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(holders);
    await queryRunner.query(hosts);
    await queryRunner.query(instances);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const holders = `
  create table host_key_holders (
    account_id text not null,
    -- In lower case, like that of the pin.
    address text not null,
    port integer not null,
    -- For example host/12 or instance/cn-hangzhou/i-web1.
    holder text not null,
    primary key (account_id, address, port, holder)
  );
`;

const hosts = `
  insert into host_key_holders (account_id, address, port, holder)
  select account_id, lower(case active_address_type when 'Public' then public_address else private_address end), port, 'host/' || id
  from bastion_hosts
`;

const instances = `
  insert into host_key_holders (account_id, address, port, holder)
  select account_id, lower(address), port, 'instance/' || region || '/' || instance_id
  from ecs_instances
`;
