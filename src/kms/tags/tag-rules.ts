import type { SecretTag } from '../kms.api.ts';
import { KmsErrors } from '../kms.errors.ts';

const letters = String.raw`[\p{L}\p{N}/\\_.+=:@ -]`;

export const tagKeyPattern = new RegExp(`^(?!aliyun|acs:)${letters}+$`, 'u');
export const tagValuePattern = new RegExp(`^${letters}*$`, 'u');
export const maxTagLength = 128;

const maxTags = 20;

/** @throws InvalidParameter.TagKey, InvalidParameter.TagValue, Duplicate.TagKey */
export function requireTags(tags: readonly SecretTag[]): void {
  for (const { key, value } of tags) {
    if (!fits(key, tagKeyPattern)) throw KmsErrors.InvalidTagKey();
    if (!fits(value, tagValuePattern)) throw KmsErrors.InvalidTagValue();
  }
  if (new Set(tags.map(({ key }) => key)).size < tags.length) throw KmsErrors.DuplicateTagKey();
}

/** A resource's tags after some were added or given another value. @throws Rejected.LimitExceeded */
export function mergeTags(tags: readonly SecretTag[], added: readonly SecretTag[]): SecretTag[] {
  const merged = new Map([...tags, ...added].map(({ key, value }) => [key, value]));
  if (merged.size > maxTags) throw KmsErrors.TooManyTags();
  return [...merged].map(([key, value]) => ({ key, value }));
}

function fits(text: string, pattern: RegExp): boolean {
  return text.length <= maxTagLength && pattern.test(text);
}
