import { Member, Optional, Text } from '../../../gateway/fields.ts';
import type { Tag, TagFilter } from '../../../identity/tags/tags.ts';
import { RamErrors } from '../../ram.errors.ts';

/** A tag in a request. */
export class TagInput {
  @Text(1, 128, { pattern: /^(?!aliyun|acs:)(?!.*https?:\/\/)\P{Cc}+$/iu })
  Key: string;

  @Optional()
  @Text(0, 256, { pattern: /^(?!.*https?:\/\/)\P{Cc}*$/iu })
  Value?: string;
}

class ShownTag {
  @Member() TagKey: string;
  @Member() TagValue: string;
}

/** The tags of one resource in a list. */
export class TagList {
  @Member([ShownTag]) Tag: ShownTag[];
}

/** The tags of a request. @throws InvalidParameter.Tag when a key occurs twice */
export function readTags(tags: readonly TagInput[]): Tag[] {
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) throw RamErrors.InvalidParameter({ Name: 'Tag' });
  return tags.map(({ Key: key, Value: value = '' }) => ({ key, value }));
}

export function readFilters(tags: readonly TagInput[]): TagFilter[] {
  return tags.map(({ Key: key, Value: value }) => ({ key, value }));
}

export function showTags(tags: readonly Tag[] = []): TagList {
  return { Tag: tags.map(({ key, value }) => ({ TagKey: key, TagValue: value })) };
}
