import type { EntityManager } from 'typeorm';

/** The rows that an UPDATE or DELETE with RETURNING returns. TypeORM's own `query` adds their number to these. */
export async function returning<Row extends object>(
  manager: EntityManager,
  statement: string,
  parameters: readonly unknown[],
): Promise<Row[]> {
  const [rows] = await manager.query<[Row[], number]>(statement, [...parameters]);
  return rows;
}
