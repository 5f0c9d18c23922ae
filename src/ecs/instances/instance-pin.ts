import type { InstanceKey } from './instance-rows.ts';

/** Names the instance as a holder of its host key pin. */
export function holderOf({ region, instanceId }: InstanceKey): string {
  return `instance/${region}/${instanceId}`;
}
