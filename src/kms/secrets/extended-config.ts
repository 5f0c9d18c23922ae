// ExtendedConfig of managed secrets: what all types have in common.

export const maxExtendedConfig = 1_024;
const maxCustomData = 10;

/**
 * The members of ExtendedConfig; undefined when it is too long, is not a JSON object, has a member that is not `known`,
 * or has malformed CustomData.
 */
export function configMembers(
  extendedConfig: string,
  known: ReadonlySet<string>,
): Readonly<Record<string, unknown>> | undefined {
  const members = extendedConfig.length <= maxExtendedConfig ? record(extendedConfig) : undefined;
  if (!members || !Object.keys(members).every((name) => known.has(name))) return undefined;
  const { CustomData: customData } = members;
  return customData === undefined || isCustomData(customData) ? members : undefined;
}

/** ExtendedConfig with other CustomData (JSON text); undefined when the result would not be in the documented form. */
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
