import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { pageOffset, type Page, type PageRequest } from '../common/page.ts';

/** One page of the entities that a sorted query finds, and the total number of them. */
export async function countedPage<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  page: PageRequest,
): Promise<Page<T>> {
  return { total: await countRows(query), items: await cut(query, page).getMany() };
}

/** The same for a query that selects columns of its own. */
export async function countedRows<Row extends object>(
  query: SelectQueryBuilder<ObjectLiteral>,
  page: PageRequest,
): Promise<Page<Row>> {
  return { total: await countRows(query), items: await cut(query, page).getRawMany<Row>() };
}

/**
 * The number of rows that a query finds. TypeORM's own count sorts the keys of all rows, which is slow when there are
 * many.
 */
export async function countRows<T extends ObjectLiteral>(query: SelectQueryBuilder<T>): Promise<number> {
  const unsorted = query.clone().orderBy();
  const counted = await query.dataSource
    .createQueryBuilder()
    .select('count(*)::integer', 'total')
    .from(`(${unsorted.getQuery()})`, 'found')
    .setParameters(unsorted.getParameters())
    .getRawOne<{ total: number }>();
  return counted?.total ?? 0;
}

function cut<T extends ObjectLiteral>(query: SelectQueryBuilder<T>, page: PageRequest): SelectQueryBuilder<T> {
  return query.offset(pageOffset(page)).limit(page.size);
}
