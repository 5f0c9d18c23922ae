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
});
