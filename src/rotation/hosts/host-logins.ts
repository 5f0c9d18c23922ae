import { Injectable } from '@nestjs/common';
import { AssistantUnavailable, Instances, type Instance } from '../../ecs/ecs.api.ts';
import { PinnedDialler } from '../../host-keys/pinned-dialler.api.ts';
import type { EcsCredential } from '../../kms/kms.api.ts';
import { KeyOffer } from '../../ssh/key-offer.ts';
import { parsePublicKey } from '../../ssh/keys.ts';
import { TargetError } from '../../ssh/target-error.ts';
import { callerOf } from '../role-calls.ts';
import { HostRefusal } from './host-refusal.ts';
import type { HostTask, OfferOutcome } from './rotation-host.ts';

const loginTimeoutMs = 10_000;

/** Logins that prove what a host accepts. Those that it refuses are counted: they may lock the account. */
@Injectable()
export class HostLogins {
  constructor(
    private readonly instances: Instances,
    private readonly dialler: PinnedDialler,
  ) {}

  async instance({ run }: Pick<HostTask, 'run'>): Promise<Instance> {
    const { ecs } = run;
    const instance = await this.instances.find(callerOf(run), ecs.instanceId);
    if (!instance) throw new AssistantUnavailable('no-instance', `the instance ${ecs.instanceId} does not exist`);
    if (instance.osType === 'Windows' && ecs.subType === 'SSHKey') throw new HostRefusal('NoKeysOnWindows', true);
    return instance;
  }

  async accepts(task: HostTask, credential: EcsCredential): Promise<boolean> {
    return (await this.prove(task, credential)) || countRefusal(task);
  }

  /** A host that ends the connection for the offer is logged in to again. */
  async offer(task: HostTask, credential: EcsCredential, publicKey: string): Promise<OfferOutcome> {
    const offer = new KeyOffer(parsePublicKey(publicKey));
    const isAccepted = await this.prove(task, credential, offer);
    const takesKey = offer.isTaken === true;
    if (!isAccepted && offer.isTaken === undefined)
      return { takesKey, acceptsCredential: await this.accepts(task, credential) };
    return { takesKey, acceptsCredential: isAccepted || countRefusal(task) };
  }

  private async prove(task: HostTask, credential: EcsCredential, offer?: KeyOffer): Promise<boolean> {
    const { address, port } = await this.instance(task);
    const login = { credential, offer, timeoutMs: loginTimeoutMs, signal: task.signal };
    try {
      await this.dialler.prove({ accountId: task.run.accountId, address, port }, login);
      return true;
    } catch (error) {
      if (!(error instanceof TargetError && error.reason === 'authentication')) throw error;
      return false;
    }
  }
}

/** The host has refused a login with the secret's own credential. */
export function countRefusal(task: HostTask): false {
  task.refusedLogins += 1;
  return false;
}
