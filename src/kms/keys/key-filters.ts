import type { SelectQueryBuilder } from 'typeorm';
import { alternatives, type Filter } from '../filters.ts';
import type { Key } from './key.entity.ts';

export type KeyFilter = Filter<
  | 'KeyState'
  | 'KeySpec'
  | 'KeyUsage'
  | 'ProtectionLevel'
  | 'CreatorType'
  | 'DKMSInstanceId'
  | 'KeyId'
  | 'AliasName'
  | 'Creator'
  | 'TagKey'
  | 'TagValue'
>;

const conditions: Record<KeyFilter['key'], string> = {
  KeyState: 'key.state = any(:KeyState)',
  KeySpec: 'key.spec = any(:KeySpec)',
  KeyUsage: 'key.usage = any(:KeyUsage)',
  ProtectionLevel: 'key.protectionLevel = any(:ProtectionLevel)',
  CreatorType: 'key.creatorType = any(:CreatorType)',
  // No key belongs to an instance, and none has an alias.
  DKMSInstanceId: 'false',
  AliasName: 'false',
  KeyId: 'key.keyId = any(:KeyId)',
  Creator: 'key.creator = any(:Creator)',
  TagKey: `exists (select from jsonb_to_recordset(key.tags) as tag(key text) where tag.key = any(:TagKey))`,
  TagValue: `exists (select from jsonb_to_recordset(key.tags) as tag(value text) where tag.value = any(:TagValue))`,
};

export const keyFilterNames = Object.keys(conditions) as KeyFilter['key'][];

export function narrowKeys(query: SelectQueryBuilder<Key>, filters: readonly KeyFilter[]): SelectQueryBuilder<Key> {
  for (const [key, values] of alternatives(filters)) query.andWhere(conditions[key], { [key]: values });
  return query;
}
