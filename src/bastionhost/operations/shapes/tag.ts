import { Optional, Text } from '../../../gateway/fields.ts';
import { invalidParameter } from '../../bastionhost.errors.ts';
import type { TagFilter } from '../../instances/instance-filter.ts';
import type { Tag } from '../../instances/instance-tags.ts';

/** A tag in a request. */
export class TagInput {
  @Text(1, 128, { pattern: /^(?!aliyun|acs:)(?!.*https?:\/\/)\P{Cc}+$/iu })
  Key: string;

  @Optional()
  @Text(0, 128, { pattern: /^(?!.*https?:\/\/)\P{Cc}*$/iu })
  Value?: string;
}

/** The tags to set. @throws InvalidParameter when a key occurs twice */
export function readTags(tags: readonly TagInput[]): Tag[] {
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) throw invalidParameter('Tag');
  return tags.map(({ Key: key, Value: value = '' }) => ({ key, value }));
}

export function readFilters(tags: readonly TagInput[]): TagFilter[] {
  return tags.map(({ Key: key, Value: value }) => ({ key, value }));
}
