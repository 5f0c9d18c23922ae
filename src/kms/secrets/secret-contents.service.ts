import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { Instances } from '../../ecs/ecs.api.ts';
import { belongsTogether, KeyError, parsePrivateKey, parsePublicKey } from '../../ssh/keys.ts';
import { readEcsCredential } from '../ecs-credential.api.ts';
import type { EcsCredential, EcsSecretConfig } from '../kms.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import { maxExtendedConfig, readEcsConfig } from './ecs-secret-config.ts';
import type { SecretDraft } from './secret-draft.ts';

/** Checks that a new secret holds what its type asks for. */
@Injectable()
export class SecretContents {
  constructor(private readonly instances: Instances) {}

  /** Throws InvalidParameter, which names the parameter. Whether the credential works on the server is not asked. */
  async check(caller: Caller, draft: SecretDraft): Promise<void> {
    if (draft.type === 'ECS') return this.checkEcs(caller, draft);
    if (draft.extendedConfig !== undefined) throw invalid('ExtendedConfig');
  }

  private async checkEcs(caller: Caller, draft: SecretDraft): Promise<void> {
    if (draft.dataType !== 'text') throw invalid('SecretDataType');
    const config = await this.checkConfig(caller, draft.extendedConfig);
    const credential = readEcsCredential(config.subType, draft.data);
    if (!credential || !(await isConsistent(credential))) throw invalid('SecretData');
  }

  private async checkConfig(caller: Caller, extendedConfig?: string): Promise<EcsSecretConfig> {
    if (extendedConfig === undefined) throw KmsErrors.MissingParameter({ Name: 'ExtendedConfig' });
    const config = extendedConfig.length <= maxExtendedConfig ? readEcsConfig(extendedConfig) : undefined;
    if (!config || config.regionId !== caller.region) throw invalid('ExtendedConfig');
    const instance = await this.instances.find(caller, config.instanceId);
    // Key pairs are for Linux only.
    if (!instance || (instance.osType === 'Windows' && config.subType === 'SSHKey')) throw invalid('ExtendedConfig');
    return config;
  }
}

async function isConsistent(credential: EcsCredential): Promise<boolean> {
  if ('password' in credential) return true;
  try {
    const privateKey = await parsePrivateKey(credential.privateKey);
    return belongsTogether(privateKey, parsePublicKey(credential.publicKey));
  } catch (error) {
    if (error instanceof KeyError) return false;
    throw error;
  }
}

function invalid(Name: string) {
  return KmsErrors.InvalidParameter({ Name });
}
