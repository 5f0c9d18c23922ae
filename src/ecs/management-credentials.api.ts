import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Sealing } from '../sealing/sealing.api.ts';
import { KeyError, parsePrivateKey } from '../ssh/keys.ts';
import type { TargetCredential } from '../ssh/target-authentication.ts';
import { keyOf, lockInstance, replaceManagementCredential } from './instances/instance-rows.ts';
import { openManagementCredential, sealManagementCredential } from './instances/management-credential.ts';

export interface InstancePlace {
  readonly accountId: string;
  readonly region: string;
  readonly instanceId: string;
}

/** A user of a server logs on with another credential from now on. */
export interface CredentialReplacement {
  readonly former: TargetCredential;
  readonly fresh: TargetCredential;
}

/** The credentials that Cloud Assistant logs on with. */
@Injectable()
export class ManagementCredentials {
  private readonly logger = new Logger('instances');

  constructor(private readonly sealing: Sealing) {}

  /**
   * Runs in the transaction of the change. An instance whose management credential is the former one has the fresh one
   * from then on.
   */
  async follow(tx: EntityManager, place: InstancePlace, { former, fresh }: CredentialReplacement): Promise<void> {
    const key = keyOf(place, place.instanceId);
    const row = await lockInstance(tx, key);
    const managing = row && openManagementCredential(this.sealing, row);
    if (!managing || !(await isSame(managing, former))) return;
    await replaceManagementCredential(tx, key, sealManagementCredential(this.sealing, key, fresh));
    this.logger.log({ message: 'the management credential was updated after a rotation', instance: place.instanceId });
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
