import { configMembers } from './extended-config.ts';

export interface RamSecretConfig {
  readonly userName: string;
}

const knownMembers = new Set(['SecretSubType', 'UserName', 'CustomData']);

/**
 * The RAM user whose AccessKey a RAMCredentials secret holds, from its ExtendedConfig; undefined when that is not in
 * the documented form.
 */
export function readRamConfig(extendedConfig: string): RamSecretConfig | undefined {
  const { SecretSubType: subType, UserName: userName } = configMembers(extendedConfig, knownMembers) ?? {};
  if (subType !== 'RamUserAccessKey' || typeof userName !== 'string' || !/^[\w.@-]{1,64}$/.test(userName))
    return undefined;
  return { userName };
}
