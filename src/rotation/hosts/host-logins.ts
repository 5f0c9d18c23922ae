import { Injectable } from '@nestjs/common';
import { AssistantUnavailable, type Instance } from '../../ecs/ecs.api.ts';
import { Instances } from '../../ecs/instances.api.ts';
import { PinnedDialler } from '../../host-keys/pinned-dialler.api.ts';
import type { EcsCredential } from '../../kms/kms.api.ts';
import { KeyOffer } from '../../ssh/key-offer.ts';
import { parsePublicKey } from '../../ssh/keys.ts';
import { TargetError } from '../../ssh/target-error.ts';
import { callerOf } from '../role-calls.ts';
import { HostRefusal } from './host-refusal.ts';
import type { HostTask, OfferOutcome } from './rotation-host.ts';

const loginTimeoutMs = 10_000;

/** Logins that prove what a host accepts. Refused ones are counted, because they may lock the account. */
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

  /** Logs in again when the host ended the login before it had answered the offer. */
  async offer(task: HostTask, credential: EcsCredential, publicKey: string): Promise<OfferOutcome> {
    const offer = new KeyOffer(parsePublicKey(publicKey));
    const isAccepted = await this.prove(task, credential, offer);
    const takesKey = offer.isTaken === true;
    if (!isAccepted && offer.isTaken === undefined)
      return { takesKey, acceptsCredential: await this.accepts(task, credential) };
    return { takesKey, acceptsCredential: isAccepted || countRefusal(task) };
  }

  private async prove(task: HostTask, credential: EcsCredential, offer?: KeyOffer): Promise<boolean> {
    const { networkDomainId, address, port } = await this.instance(task);
    const login = { credential, offer, timeoutMs: loginTimeoutMs, signal: task.signal };
    try {
      await this.dialler.prove({ accountId: task.run.accountId, networkDomainId, address, port }, login);
      return true;
    } catch (error) {
      if (!(error instanceof TargetError && error.reason === 'authentication')) throw error;
      return false;
    }
  }
}

/** Counts a login with the secret's own credential that the host has refused. */
export function countRefusal(task: HostTask): false {
  task.refusedLogins += 1;
  return false;
}
