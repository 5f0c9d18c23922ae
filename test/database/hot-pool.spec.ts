import { uniqueViolation } from '../../src/database/unique-violation.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('the hot pool', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
    await database.dataSource.query('create table one (id integer primary key, other integer unique)');
  });
  afterAll(() => database.drop());

  const insert = (id: number, other: number) =>
    database.pool.query({ name: 'test.insert', text: 'insert into one values ($1, $2)', values: [id, other] });

  it('answers with rows', async () => {
    const statement = { name: 'test.sum', text: 'select $1::int + $2::int as sum', values: [1, 2] };
    expect(await database.pool.query<{ sum: number }>(statement)).toEqual([{ sum: 3 }]);
  });

  it('passes on the error of a statement', async () => {
    const refused = database.pool.query({ name: 'test.wrong', text: 'select nothing from nowhere', values: [] });
    await expect(refused).rejects.toThrow('relation "nowhere" does not exist');
  });

  it('distinguishes a unique violation from other errors', async () => {
    await insert(1, 1);
    const byKey = await insert(1, 2).catch((error: unknown) => error);
    const byOther = await database.dataSource.query('insert into one values (2, 1)').catch((error: unknown) => error);
    const byType = await database.dataSource.query("insert into one values ('x')").catch((error: unknown) => error);
    expect([byKey, byOther, byType].map((error) => uniqueViolation(error))).toEqual([true, true, false]);
    expect([byKey, byOther].map((error) => uniqueViolation(error, 'one_pkey'))).toEqual([true, false]);
    expect(uniqueViolation(undefined)).toBe(false);
  });
});
