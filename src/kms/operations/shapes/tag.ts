import { Member, Text } from '../../../gateway/fields.ts';
import type { SecretTag } from '../../kms.api.ts';
import { KmsErrors } from '../../kms.errors.ts';
import { maxTagLength, tagKeyPattern, tagValuePattern } from '../../tags/tag-rules.ts';

export class Tag {
  @Text(1, maxTagLength, { pattern: tagKeyPattern })
  TagKey: string;

  @Text(0, maxTagLength, { pattern: tagValuePattern })
  TagValue: string;
}

export class TagList {
  @Member([Tag])
  Tag: Tag[];
}

/** The tags of a request. @throws InvalidParameter when a key occurs twice */
export function readTags(tags: readonly Tag[]): SecretTag[] {
  if (new Set(tags.map((tag) => tag.TagKey)).size < tags.length) throw KmsErrors.InvalidParameter({ Name: 'Tags' });
  return tags.map(({ TagKey: key, TagValue: value }) => ({ key, value }));
}

export function showTags(tags: readonly SecretTag[]): TagList {
  return { Tag: tags.map(({ key, value }) => ({ TagKey: key, TagValue: value })) };
}
