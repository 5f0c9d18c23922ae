import type { EntityManager, EntityTarget, ObjectLiteral, QueryDeepPartialEntity } from 'typeorm';

/**
 * Inserts one row or several, except those that would break a unique constraint. Returns the given column of the rows
 * that were inserted, so that no result means that the row was there already.
 */
export async function insertNew<Row extends ObjectLiteral, Column extends keyof Row & string>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  rows: QueryDeepPartialEntity<Row> | QueryDeepPartialEntity<Row>[],
  column: Column,
): Promise<Row[Column][]> {
  const insert = manager.createQueryBuilder().insert().into(entity).values(rows);
  const { raw } = await insert.orIgnore().updateEntity(false).returning([column]).execute();
  const { databaseName } = manager.dataSource.getMetadata(entity).findColumnWithPropertyName(column)!;
  return (raw as Record<string, Row[Column]>[]).map((row) => row[databaseName]!);
}
