import type { EcsSecretConfig } from '../kms.api.ts';

interface ExtendedConfig extends EcsSecretConfig {
  readonly members: Readonly<Record<string, unknown>>;
}

export const maxExtendedConfig = 1_024;
const maxCustomData = 10;
// Clients of the vendor send an empty CommandId along.
const knownMembers = new Set(['SecretSubType', 'RegionId', 'InstanceId', 'CustomData', 'CommandId']);

/** What an ECS secret's ExtendedConfig says; undefined when it is not of the documented form. */
export function readEcsConfig(extendedConfig: string): ExtendedConfig | undefined {
  const members = record(extendedConfig);
  if (!members || !Object.keys(members).every((name) => knownMembers.has(name))) return undefined;
  const {
    SecretSubType: subType,
    RegionId: regionId,
    InstanceId: instanceId,
    CustomData: customData,
    CommandId: commandId,
  } = members;
  if (subType !== 'Password' && subType !== 'SSHKey') return undefined;
  if (!isName(regionId) || !isName(instanceId) || !isOptional(commandId, 'string')) return undefined;
  if (customData !== undefined && !isCustomData(customData)) return undefined;
  return { subType, regionId, instanceId, members };
}

/** The instance and kind of credential of a stored secret. */
export function ecsConfigOf(extendedConfig: string | null): EcsSecretConfig | undefined {
  const config = extendedConfig === null ? undefined : readEcsConfig(extendedConfig);
  return config && { subType: config.subType, regionId: config.regionId, instanceId: config.instanceId };
}

/** ExtendedConfig with other CustomData (JSON text); undefined when it would not be of the documented form. */
export function withCustomData(extendedConfig: string, customData: string): string | undefined {
  const members = record(extendedConfig);
  const replacement = record(customData);
  if (!members || !replacement || !isCustomData(replacement)) return undefined;
  const text = JSON.stringify({ ...members, CustomData: replacement });
  return text.length <= maxExtendedConfig ? text : undefined;
}

function record(json: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCustomData(value: unknown): boolean {
  return (
    isRecord(value) &&
    Object.keys(value).length <= maxCustomData &&
    Object.values(value).every((entry) => typeof entry === 'string')
  );
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{1,64}$/.test(value);
}

function isOptional(value: unknown, type: 'string'): boolean {
  return value === undefined || typeof value === type;
}
