import { randomBytes } from 'node:crypto';
import { migrations } from '../../migrations/index.ts';
import { Database, databaseOptions } from '../../src/database/data-source.ts';
import { migrate } from '../../src/database/migrate.ts';
import { administer, databaseUrl } from '../support/test-database.ts';

describe('the migrations', () => {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const nodes: Database[] = [];
  beforeAll(async () => {
    await administer(`create database ${name}`);
    for (let node = 0; node < 4; node += 1) {
      nodes.push((await new Database(databaseOptions(databaseUrl(name))).initialize()) as Database);
    }
  });
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.destroy()));
    await administer(`drop database ${name}`);
  });

  it('run once, however many processes start at the same time', async () => {
    await Promise.all(nodes.map((node) => migrate(node)));
    await migrate(nodes[0]!);
    const rows = await nodes[0]!.query<{ name: string }[]>('select name from migrations order by timestamp');
    expect(rows.map((row) => row.name)).toEqual(migrations.map((migration) => migration.name));
  });

  it('mark the users of RAM whose RAM user does not exist', async () => {
    const earlier = `${name}_ram`;
    await administer(`create database ${earlier}`);
    const options = databaseOptions(databaseUrl(earlier));
    const until = migrations.findIndex((migration) => migration.name.startsWith('DeletedRamUsers'));
    const before = await new Database({ ...options, migrations: migrations.slice(0, until) }).initialize();
    await migrate(before);
    await before.transaction(async (tx) => {
      // Without the account and the instance.
      await tx.query('set local session_replication_role = replica');
      await tx.query(`insert into ram_users values ('1', '2001', 'jane', '', '', '', '', now(), now())`);
      await tx.query(`
        insert into bastion_users (account_id, region, instance_id, user_name, display_name, comment, source,
                                   source_user_id, email, mobile, mobile_country_code, two_factor_status, created_at)
        select '1', 'cn-hangzhou', 'bastion', name, name, '', source, id, '', '', 'CN', 'Global', now()
        from (values ('jane', 'Ram', '2001'), ('joan', 'Ram', '2002'), ('june', 'LDAP', 'cn=june')) u (name, source, id)`);
    });
    await before.destroy();
    const after = await new Database(options).initialize();
    await migrate(after);
    const marked = await after.query('select user_name as name from bastion_users where is_remote_deleted');
    await after.destroy();
    await administer(`drop database ${earlier}`);
    expect(marked).toEqual([{ name: 'joan' }]);
  });
});
