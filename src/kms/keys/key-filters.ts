import type { SelectQueryBuilder } from 'typeorm';
import { alternatives, type Filter } from '../filters.ts';
import { stateInSql } from './key-state.ts';
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

/**
 * The SQL condition for a filter's values, which are bound to the parameter with the filter's name. `:now` is a
 * parameter of the query.
 */
type Condition = (values: readonly string[]) => string;

const hasTag = (filter: KeyFilter['key'], member: 'key' | 'value'): Condition => {
  // One condition per value, since an index serves `@>` only against a single value.
  const holds = (index: number) =>
    `key.tags @> jsonb_build_array(jsonb_build_object('${member}', (:${filter}::text[])[${index + 1}]))`;
  return (values) => `(${values.map((_, index) => holds(index)).join(' or ') || 'false'})`;
};

const conditions: Record<KeyFilter['key'], Condition> = {
  KeyState: () => `${stateInSql('"key"', ':now')} = any(:KeyState)`,
  KeySpec: () => 'key.spec = any(:KeySpec)',
  KeyUsage: () => 'key.usage = any(:KeyUsage)',
  ProtectionLevel: () => 'key.protectionLevel = any(:ProtectionLevel)',
  CreatorType: () => 'key.creatorType = any(:CreatorType)',
  DKMSInstanceId: () => 'key.instanceId = any(:DKMSInstanceId)',
  KeyId: () => 'key.keyId = any(:KeyId)',
  AliasName: () => `key.keyId in (select a.key_id from kms_aliases a
    where a.account_id = key.accountId and a.region = key.region and a.alias_name = any(:AliasName))`,
  Creator: () => 'key.creator = any(:Creator)',
  TagKey: hasTag('TagKey', 'key'),
  TagValue: hasTag('TagValue', 'value'),
};

export const keyFilterNames = Object.keys(conditions) as KeyFilter['key'][];

export function narrowKeys(query: SelectQueryBuilder<Key>, filters: readonly KeyFilter[]): SelectQueryBuilder<Key> {
  for (const [key, values] of alternatives(filters)) query.andWhere(conditions[key](values), { [key]: values });
  return query;
}
