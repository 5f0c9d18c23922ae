import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { pageOffset, type Page, type PageRequest } from '../common/page.ts';

/**
 * One page of a sorted query, and the total number of its rows. TypeORM's own count sorts the keys of all rows, which
 * is slow when there are many.
 */
export async function countedPage<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  page: PageRequest,
): Promise<Page<T>> {
  const counting = query.clone().orderBy().select('count(*)::integer', 'total');
  const counted = await counting.getRawOne<{ total: number }>();
  const items = await query.offset(pageOffset(page)).limit(page.size).getMany();
  return { items, total: counted?.total ?? 0 };
}
