import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Instances } from '../../ecs/instances.api.ts';
import { ServiceLinkedRoles } from '../../identity/service-linked-roles.api.ts';
import { ecsSecretsServiceRole } from '../ecs-secrets-role.api.ts';
import { belongsTogether, KeyError, parsePrivateKey, parsePublicKey } from '../../ssh/keys.ts';
import { readEcsCredential } from '../ecs-credential.api.ts';
import type { EcsCredential, EcsSecretConfig } from '../kms.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import { readEcsConfig } from './ecs-secret-config.ts';
import type { SecretDraft } from './secret-draft.ts';
import { Secret } from './secret.entity.ts';

/** What a new ECS secret must hold and its account must have. */
@Injectable()
export class EcsContents implements OnModuleInit {
  constructor(
    private readonly instances: Instances,
    private readonly roles: ServiceLinkedRoles,
  ) {}

  onModuleInit(): void {
    this.roles.usedBy(ecsSecretsServiceRole.serviceName, ({ accountId }, tx) =>
      tx.existsBy(Secret, { accountId, type: 'ECS' }),
    );
  }

  /**
   * Does not check whether the credential works on the server.
   * @throws InvalidParameter, which names the parameter
   */
  async check(caller: Caller, draft: SecretDraft): Promise<void> {
    const config = await this.checkConfig(caller, draft.extendedConfig);
    const credential = readEcsCredential(config.subType, draft.data);
    if (!credential || !(await isConsistent(credential))) throw KmsErrors.InvalidParameter({ Name: 'SecretData' });
  }

  /** The first ECS secret of an account needs the role in which KMS works on its servers. @throws AccessDenied */
  ensureRole(caller: Caller, tx: EntityManager): Promise<void> {
    return this.roles.ensure(caller, tx, ecsSecretsServiceRole);
  }

  private async checkConfig(caller: Caller, extendedConfig?: string): Promise<EcsSecretConfig> {
    const config = extendedConfig === undefined ? undefined : readEcsConfig(extendedConfig);
    const instance = config && (await this.instances.find(caller, config.instanceId));
    // Key pairs are for Linux only.
    const isPossible = instance && (instance.osType !== 'Windows' || config.subType === 'Password');
    if (!isPossible || config.regionId !== caller.region) throw KmsErrors.InvalidParameter({ Name: 'ExtendedConfig' });
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
