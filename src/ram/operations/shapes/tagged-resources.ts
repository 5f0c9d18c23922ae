import type { Caller } from '../../../common/caller.ts';

/** The resources that a call on tags is authorised against: each one that it names, or all of the type. */
export function taggedResources(
  { accountId }: Caller,
  { ResourceType, ResourceNames = [] }: { ResourceType: string; ResourceNames?: readonly string[] },
): [string, ...string[]] {
  const [first = '*', ...others] = ResourceNames;
  const resource = (name: string) => `acs:ram:*:${accountId}:${ResourceType}/${name}`;
  return [resource(first), ...others.map(resource)];
}
