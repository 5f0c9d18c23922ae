import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { cutPage, type KeyedPage, type PageAfter } from '../../common/page.ts';
import { KmsErrors } from '../kms.errors.ts';
import type { ListedTag, TagPosition, TagQuery } from './tag-query.ts';
import { ownIdOf, type TaggedKind } from './tagged-resource.ts';

/** The tags of keys or secrets, ordered by resource and key, page by page. */
@Injectable()
export class TagListing {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** @throws InvalidResourceId.NotFound */
  async list(
    caller: Caller,
    query: TagQuery,
    page: PageAfter<TagPosition>,
  ): Promise<KeyedPage<ListedTag, TagPosition>> {
    const [afterId, afterKey] = page.after ?? ['', ''];
    const ids = query.ids.length > 0 ? await this.ownIds(caller, query) : null;
    const values = [...this.scope(caller), ids, JSON.stringify(query.tags), afterId, afterKey, page.limit + 1];
    const found = await this.dataSource.query<ListedTag[]>(statements[query.kind].list, values);
    return cutPage(found, page, ({ id, key }): TagPosition => [id, key]);
  }

  private async ownIds(caller: Caller, { kind, ids }: TagQuery): Promise<string[]> {
    const own = ids.map((id) => ownIdOf(caller, { kind, id }));
    const values = [...this.scope(caller), own];
    const found = await this.dataSource.query<{ id: string }[]>(statements[kind].find, values);
    const names = found.map(({ id }) => id);
    if (!own.every((id) => id !== undefined && names.includes(id))) throw KmsErrors.TaggedResourceNotFound();
    return names;
  }

  private scope({ accountId, region }: Caller): [string, string, Date] {
    return [accountId, region, this.clock.now()];
  }
}

const statements: Record<TaggedKind, { list: string; find: string }> = {
  key: statementsOver('kms_keys', 'key_id', '$3::timestamptz is not null'),
  secret: statementsOver('kms_secrets', 'name', '(r.planned_deletion_at is null or r.planned_deletion_at > $3)'),
};

function statementsOver(table: string, id: string, present: string) {
  const scope = `r.account_id = $1 and r.region = $2 and ${present}`;
  return {
    find: `select r.${id} as id from ${table} r where ${scope} and r.${id} = any($4::text[])`,
    list: `
      select r.${id} as id, tag.key, tag.value
      from ${table} r cross join lateral jsonb_to_recordset(r.tags) as tag (key text, value text)
      where ${scope} and ($4::text[] is null or r.${id} = any($4)) and r.tags @> $5::jsonb
        and r.${id} >= $6 and (r.${id}, tag.key) > ($6, $7)
      order by r.${id}, tag.key limit $8`,
  };
}
