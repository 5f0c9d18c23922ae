import type { EcsSecretConfig } from '../kms.api.ts';
import { configMembers } from './extended-config.ts';

// The vendor's clients also send an empty CommandId.
const knownMembers = new Set(['SecretSubType', 'RegionId', 'InstanceId', 'CustomData', 'CommandId']);

/** What an ECS secret's ExtendedConfig says; undefined when it is not in the documented form. */
export function readEcsConfig(extendedConfig: string): EcsSecretConfig | undefined {
  const members = configMembers(extendedConfig, knownMembers);
  if (!members) return undefined;
  const { SecretSubType: subType, RegionId: regionId, InstanceId: instanceId, CommandId: commandId } = members;
  if (subType !== 'Password' && subType !== 'SSHKey') return undefined;
  if (!isName(regionId) || !isName(instanceId)) return undefined;
  if (commandId !== undefined && typeof commandId !== 'string') return undefined;
  return { subType, regionId, instanceId };
}

/** The instance and kind of credential of a stored secret; undefined for secrets of other types. */
export function ecsConfigOf(extendedConfig: string | null): EcsSecretConfig | undefined {
  return extendedConfig === null ? undefined : readEcsConfig(extendedConfig);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{1,64}$/.test(value);
}
