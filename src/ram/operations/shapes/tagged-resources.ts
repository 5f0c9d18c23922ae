import type { Caller } from '../../../common/caller.ts';

/** The resources that a call on tags is about: each one that it names, or all of the type. */
export function taggedResources(
  { accountId }: Caller,
  { ResourceType, ResourceNames = [] }: { ResourceType: string; ResourceNames?: readonly string[] },
): string[] {
  const names = ResourceNames.length > 0 ? new Set(ResourceNames) : ['*'];
  return [...names].map((name) => `acs:ram:*:${accountId}:${ResourceType}/${name}`);
}
