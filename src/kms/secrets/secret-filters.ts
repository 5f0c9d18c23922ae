import type { SelectQueryBuilder } from 'typeorm';
import { alternatives } from '../filters.ts';
import type { SecretFilter } from '../kms.api.ts';
import type { Secret } from './secret.entity.ts';

// strpos, unlike LIKE, gives no meaning to any character of what is sought.
const conditions: Record<SecretFilter['key'], string> = {
  SecretName: 'exists (select from unnest(:SecretName::text[]) as sought where strpos(secret.name, sought) > 0)',
  Description:
    'exists (select from unnest(:Description::text[]) as sought where strpos(secret.description, sought) > 0)',
  TagKey: 'exists (select from jsonb_to_recordset(secret.tags) as tag(key text) where tag.key = any(:TagKey))',
  TagValue: 'exists (select from jsonb_to_recordset(secret.tags) as tag(value text) where tag.value = any(:TagValue))',
  // No secret belongs to an instance.
  DKMSInstanceId: 'false',
  SecretType: 'secret.type = any(:SecretType)',
  Creator: 'secret.creator = any(:Creator)',
};

export const secretFilterNames = Object.keys(conditions) as SecretFilter['key'][];

export function narrowSecrets(
  query: SelectQueryBuilder<Secret>,
  filters: readonly SecretFilter[],
): SelectQueryBuilder<Secret> {
  for (const [key, values] of alternatives(filters)) query.andWhere(conditions[key], { [key]: values });
  return query;
}
