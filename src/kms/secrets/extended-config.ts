import { isRecord, parseRecord } from '../../common/record.ts';
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
  const members = extendedConfig.length <= maxExtendedConfig ? parseRecord(extendedConfig) : undefined;
  if (!members || !Object.keys(members).every((name) => known.has(name))) return undefined;
  const { CustomData: customData } = members;
  return customData === undefined || isCustomData(customData) ? members : undefined;
}

/** ExtendedConfig with other CustomData (JSON text); undefined when the result would not be in the documented form. */
export function withCustomData(extendedConfig: string, customData: string): string | undefined {
  const members = parseRecord(extendedConfig);
  const replacement = parseRecord(customData);
  if (!members || !replacement || !isCustomData(replacement)) return undefined;
  const text = JSON.stringify({ ...members, CustomData: replacement });
  return text.length <= maxExtendedConfig ? text : undefined;
}

function isCustomData(value: unknown): boolean {
  return (
    isRecord(value) &&
    Object.keys(value).length <= maxCustomData &&
    Object.values(value).every((entry) => typeof entry === 'string')
  );
}
