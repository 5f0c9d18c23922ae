import type { ResourceFacts } from '../identity/identity.api.ts';

/** What a key or secret brings into a decision over it. */
export function resourceFacts(
  policy: string | null,
  tags: readonly { readonly key: string; readonly value: string }[] | null,
): ResourceFacts {
  return {
    policy: policy ?? undefined,
    tags: Object.fromEntries((tags ?? []).map(({ key, value }) => [key, value])),
  };
}
