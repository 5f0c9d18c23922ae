import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Sealing } from '../../sealing/sealing.api.ts';
import { KeyError, parsePrivateKey } from '../../ssh/keys.ts';
import type { TargetCredential } from '../../ssh/target-authentication.ts';
import { ManagementCredentials, type CredentialReplacement, type InstancePlace } from '../ecs.api.ts';
import { InstanceEntity } from './instance.entity.ts';
import { openManagementCredential, sealManagementCredential } from './management-credential.ts';

@Injectable()
export class ManagementCredentialsService extends ManagementCredentials {
  private readonly logger = new Logger('instances');

  constructor(private readonly sealing: Sealing) {
    super();
  }

  async follow(
    tx: EntityManager,
    { accountId, region, instanceId }: InstancePlace,
    { former, fresh }: CredentialReplacement,
  ): Promise<void> {
    const where = { accountId, region, instanceId };
    const row = await tx.findOne(InstanceEntity, { where, lock: { mode: 'pessimistic_write' } });
    const managing = row && openManagementCredential(this.sealing, row);
    if (!managing || !(await isSame(managing, former))) return;
    const sealedManagementCredential = sealManagementCredential(this.sealing, where, fresh);
    await tx.update(InstanceEntity, where, { sealedManagementCredential });
    this.logger.log({ message: 'the management credential was updated after a rotation', instance: instanceId });
  }
}

async function isSame(former: TargetCredential, other: TargetCredential): Promise<boolean> {
  if (former.userName !== other.userName) return false;
  if (former.password || other.password) return former.password?.reveal() === other.password?.reveal();
  const [key, otherKey] = [await publicKeyOf(former), await publicKeyOf(other)];
  return key !== undefined && otherKey !== undefined && key.equals(otherKey);
}

// The same private key can be written in several ways, with or without a passphrase.
async function publicKeyOf({ privateKey, passphrase }: TargetCredential): Promise<Buffer | undefined> {
  try {
    return privateKey && (await parsePrivateKey(privateKey, passphrase)).publicKey.blob;
  } catch (error) {
    if (error instanceof KeyError) return undefined;
    throw error;
  }
}
