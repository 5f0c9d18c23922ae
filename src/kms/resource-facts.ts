import type { ResourceFacts } from '../identity/identity.api.ts';

/** The policy and tags of a key or secret, for decisions about access to it. */
export function resourceFacts(
  policy: string | null,
  tags: readonly { readonly key: string; readonly value: string }[] | null,
): ResourceFacts {
  return {
    policy: policy ?? undefined,
    tags: Object.fromEntries((tags ?? []).map(({ key, value }) => [key, value])),
  };
}
