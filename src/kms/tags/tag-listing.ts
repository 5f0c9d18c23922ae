import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, MoreThan, Or } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { cutPage, type KeyedPage, type PageAfter } from '../../common/page.ts';
import { Key } from '../keys/key.entity.ts';
import { KmsErrors } from '../kms.errors.ts';
import { SecretDirectory } from '../secrets/secret-directory.ts';
import type { ListedTag, TagPosition, TagQuery } from './tag-query.ts';
import { ownIdOf, type TaggedKind } from './tagged-resource.ts';

/** The tags of keys or secrets, ordered by resource and key, page by page. */
@Injectable()
export class TagListing {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: SecretDirectory,
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
    const scope = [caller.accountId, caller.region, this.clock.now()];
    const values = [...scope, ids, JSON.stringify(query.tags), afterId, afterKey, page.limit + 1];
    const found = await this.dataSource.query<ListedTag[]>(statements[query.kind], values);
    return cutPage(found, page, ({ id, key }): TagPosition => [id, key]);
  }

  private async ownIds(caller: Caller, { kind, ids }: TagQuery): Promise<string[]> {
    const own = ids.flatMap((id) => ownIdOf(caller, { kind, id }) ?? []);
    const found = await (kind === 'key' ? this.existingKeys(caller, own) : this.secrets.existing(caller, own));
    if (own.length < ids.length || !own.every((id) => found.includes(id))) throw KmsErrors.TaggedResourceNotFound();
    return found;
  }

  private async existingKeys({ accountId, region }: Caller, keyIds: readonly string[]): Promise<string[]> {
    const deletionAt = Or(IsNull(), MoreThan(this.clock.now()));
    const keys = await this.dataSource.manager.findBy(Key, { accountId, region, keyId: In(keyIds), deletionAt });
    return keys.map(({ keyId }) => keyId);
  }
}

const statements: Record<TaggedKind, string> = {
  key: listTags('kms_keys', 'key_id', '(r.deletion_at is null or r.deletion_at > $3)'),
  secret: listTags('kms_secrets', 'name', '(r.planned_deletion_at is null or r.planned_deletion_at > $3)'),
};

function listTags(table: string, id: string, present: string): string {
  return `
    select r.${id} as id, tag.key, tag.value
    from ${table} r cross join lateral jsonb_to_recordset(r.tags) as tag (key text, value text)
    where r.account_id = $1 and r.region = $2 and ${present}
      and ($4::text[] is null or r.${id} = any($4)) and r.tags @> $5::jsonb
      and r.${id} >= $6 and (r.${id}, tag.key) > ($6, $7)
    order by r.${id}, tag.key limit $8`;
}
