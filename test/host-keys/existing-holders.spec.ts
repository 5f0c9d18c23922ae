import { randomBytes } from 'node:crypto';
import { migrations } from '../../migrations/index.ts';
import { Database, databaseOptions } from '../../src/database/data-source.ts';
import { migrate } from '../../src/database/migrate.ts';
import { administer, databaseUrl } from '../support/test-database.ts';

const accountId = '1000000000000001';

describe('a database from before pins had holders', () => {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const before = migrations.slice(
    0,
    migrations.findIndex((migration) => migration.name.startsWith('HostKeyHolders')),
  );
  let database: Database;
  beforeAll(async () => {
    await administer(`create database ${name}`);
    const old = await open([...before]);
    await migrate(old);
    await old.query(rows);
    await old.destroy();
    database = await open([...migrations]);
  });
  afterAll(async () => {
    await database.destroy();
    await administer(`drop database ${name}`);
  });

  async function open(known: typeof before): Promise<Database> {
    const options = { ...databaseOptions(databaseUrl(name)), migrations: [...known] };
    return (await new Database(options).initialize()) as Database;
  }

  it('is given every host and every instance as holders of the place that is dialled, in the built-in network domain', async () => {
    await migrate(database);
    const held = await database.query('select * from host_key_holders order by holder');
    const at = (address: string, port: number, holder: string) => ({
      account_id: accountId,
      network_domain_id: '1',
      address,
      port,
      holder,
    });
    expect(held).toEqual([
      at('10.0.0.1', 22, 'host/1'),
      at('web-02.example.com', 2222, 'host/2'),
      at('web-02.example.com', 2222, 'instance/cn-beijing/i-2'),
      at('10.0.0.1', 22, 'instance/cn-hangzhou/i-1'),
    ]);
  });
});

const rows = `
  insert into bastion_instances values ('bastionhost-cn-1', '${accountId}', 'cn-hangzhou', '', '2026-01-01');
  insert into bastion_hosts (id, account_id, region, instance_id, host_name, comment, os_type, source, active_address_type,
    private_address, public_address, port, created_at)
  values
    (1, '${accountId}', 'cn-hangzhou', 'bastionhost-cn-1', 'web-01', '', 'Linux', 'Local', 'Private', '10.0.0.1', '', 22, '2026-01-01'),
    (2, '${accountId}', 'cn-hangzhou', 'bastionhost-cn-1', 'web-02', '', 'Linux', 'Local', 'Public', '10.0.0.2', 'Web-02.example.com',
      2222, '2026-01-01');
  insert into ecs_instances values
    ('${accountId}', 'cn-hangzhou', 'i-1', 'web-01', 'Linux', '10.0.0.1', 22, null, null, '2026-01-01'),
    ('${accountId}', 'cn-beijing', 'i-2', 'web-02', 'Linux', 'WEB-02.example.com', 2222, null, null, '2026-01-01');
`;
