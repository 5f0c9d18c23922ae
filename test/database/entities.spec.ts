import { DataSource, type EntityMetadata } from 'typeorm';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';

/** A table as `columns` below describes it. */
interface TableRow {
  readonly table: string;
  readonly columns: string[];
}

// Generated columns serve indexes and foreign keys alone.
const columnsOfTables = `
  select c.table_name as table, array_agg(
    concat_ws(' ', column_name, udt_name, case is_nullable when 'YES' then 'null' end,
      case when column_name = any(key.columns) then 'key' end) order by column_name
  ) as columns
  from information_schema.columns c
  join information_schema.tables t using (table_schema, table_name)
  join lateral (
    select array_agg(a.attname::text) as columns from pg_index i
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
    where i.indisprimary and i.indrelid = c.table_name::regclass
  ) key on true
  where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER' and c.table_name <> 'migrations'
  group by c.table_name order by c.table_name collate "C"`;

const namesInPostgres: Record<string, string> = { integer: 'int4', bigint: 'int8', boolean: 'bool' };

function columnsOf({ columns }: EntityMetadata): string[] {
  return columns
    .map(({ databaseName, type, isArray, isNullable, isPrimary }) => {
      const name = `${isArray ? '_' : ''}${namesInPostgres[String(type)] ?? String(type)}`;
      return [databaseName, name, isNullable ? 'null' : '', isPrimary ? 'key' : ''].filter(Boolean).join(' ');
    })
    .sort();
}

describe('entities', () => {
  let application: TestApplication;
  beforeAll(async () => {
    application = await startTestApplication();
  });
  afterAll(() => application.stop());

  it('describe every table as it is: columns, types, what may be null, the primary key', async () => {
    const dataSource = application.get(DataSource);
    const tables = await dataSource.query<TableRow[]>(columnsOfTables);
    const entities = dataSource.entityMetadatas.map((entity) => ({
      table: entity.tableName,
      columns: columnsOf(entity),
    }));
    entities.sort((one, other) => (one.table < other.table ? -1 : 1));
    expect(entities).toEqual(tables.map(({ table, columns }) => ({ table, columns: columns.sort() })));
    expect(tables.length).toBeGreaterThan(40);
  });
});
