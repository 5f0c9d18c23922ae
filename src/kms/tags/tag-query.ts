import type { TaggedKind } from './tagged-resource.ts';

export interface TagQuery {
  readonly kind: TaggedKind;
  /** Ids, names or ARNs; empty: all resources. */
  readonly ids: readonly string[];
  /** Only resources that have all these tags; a tag without a value matches any value. */
  readonly tags: readonly { readonly key: string; readonly value?: string }[];
}

/** Where a page ended: the resource and the tag's key. */
export type TagPosition = readonly [id: string, key: string];

export interface ListedTag {
  /** Key id or secret name. */
  readonly id: string;
  readonly key: string;
  readonly value: string;
}
