import { Column, Entity, PrimaryColumn } from 'typeorm';
import { insertNew } from '../../src/database/insert-new.ts';
import { returning } from '../../src/database/returning.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';

@Entity('doors')
class Door {
  @PrimaryColumn({ name: 'door_id', type: 'text' })
  doorId: string;

  @Column({ name: 'opened_at', type: 'timestamptz' })
  openedAt: Date;

  @Column({ type: 'bytea' })
  lock: Buffer;
}

const openedAt = new Date('2026-11-28T10:00:00Z');
const door = (doorId: string, lock = doorId) => ({ doorId, openedAt, lock: Buffer.from(lock) });

describe('rows that are inserted unless they exist', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase({ entities: [Door] });
    const columns = 'door_id text primary key, opened_at timestamptz not null, lock bytea not null unique';
    await database.dataSource.query(`create table doors (${columns})`);
  });
  afterAll(() => database.drop());
  beforeEach(() => database.dataSource.query('truncate doors'));

  const insert = (rows: Door | Door[]) => insertNew(database.dataSource.manager, Door, rows, 'doorId');

  it('returns what is new', async () => {
    expect(await insert(door('north'))).toEqual(['north']);
  });

  it('returns nothing for a row that another one excludes by any unique constraint, and leaves that one', async () => {
    await insert(door('north'));
    expect(await insert(door('north', 'other'))).toEqual([]);
    expect(await insert(door('south', 'north'))).toEqual([]);
    expect(await database.dataSource.manager.find(Door)).toEqual([door('north')]);
  });

  it('returns those of several rows that are new', async () => {
    await insert(door('b'));
    expect(await insert(['a', 'b', 'c'].map((id) => door(id)))).toEqual(['a', 'c']);
  });

  it('returns a value of any type as the entity has it', async () => {
    const { manager } = database.dataSource;
    expect(await insertNew(manager, Door, door('a'), 'openedAt')).toEqual([openedAt]);
    expect(await insertNew(manager, Door, door('b'), 'lock')).toEqual([Buffer.from('b')]);
  });

  it('leaves the row that it was given unchanged', async () => {
    const given = Object.freeze(door('north'));
    await insert(given);
    expect(given).toEqual(door('north'));
  });

  it('refuses what breaks another rule', async () => {
    await expect(insert({ ...door('north'), lock: null as unknown as Buffer })).rejects.toThrow('not-null constraint');
  });
});

describe('what a statement returns', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
    await database.dataSource.query('create table one (id integer)');
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    await database.dataSource.query('truncate one');
    await database.dataSource.query('insert into one values (1), (2)');
  });

  it.each([
    ['an update', 'update one set id = id + 10 where id = $1 returning id', [{ id: 12 }]],
    ['an update of nothing', 'update one set id = 0 where id = $1 + 90 returning id', []],
    ['a delete', 'delete from one where id <= $1 returning id', [{ id: 1 }, { id: 2 }]],
    [
      'a delete after a query',
      'with d as (select $1::int as id) delete from one using d returning d.id',
      [{ id: 2 }, { id: 2 }],
    ],
  ])('is the rows of %s', async (_, statement, rows) => {
    expect(await returning(database.dataSource.manager, statement, [2])).toEqual(rows);
  });
});
