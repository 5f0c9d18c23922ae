import { Member, Text } from '../../../gateway/fields.ts';
import type { SecretTag } from '../../kms.api.ts';
import { KmsErrors } from '../../kms.errors.ts';

const letters = String.raw`[\p{L}\p{N}/\\_.+=:@ -]`;

export class Tag {
  @Text(1, 128, { pattern: new RegExp(`^(?!aliyun|acs:)${letters}+$`, 'u') })
  TagKey: string;

  @Text(0, 128, { pattern: new RegExp(`^${letters}*$`, 'u') })
  TagValue: string;
}

export class TagList {
  @Member([Tag])
  Tag: Tag[];
}

/** The tags of a request; each key counts once. */
export function readTags(tags: readonly Tag[]): SecretTag[] {
  if (new Set(tags.map((tag) => tag.TagKey)).size < tags.length) throw KmsErrors.InvalidParameter({ Name: 'Tags' });
  return tags.map(({ TagKey: key, TagValue: value }) => ({ key, value }));
}

export function showTags(tags: readonly SecretTag[]): TagList {
  return { Tag: tags.map(({ key, value }) => ({ TagKey: key, TagValue: value })) };
}
