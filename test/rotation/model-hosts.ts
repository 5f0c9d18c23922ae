import type { Caller } from '../../src/common/caller.ts';
import type { Clock } from '../../src/common/clock.ts';
import {
  CloudAssistant,
  goAheadSeconds,
  LaunchFailure,
  type AssistantCommand,
  type AssistantResult,
} from '../../src/ecs/ecs.api.ts';
import type { EcsCredential } from '../../src/kms/kms.api.ts';
import { HostLogins } from '../../src/rotation/hosts/host-logins.ts';
import type { HostTask, OfferOutcome } from '../../src/rotation/hosts/rotation-host.ts';
import { ended, type ModelHost } from './model-host.ts';

/** The model's Cloud Assistant, which knows only the commands of a rotation. */
export class ModelAssistant extends CloudAssistant {
  constructor(
    private readonly host: ModelHost,
    private readonly clock: Clock,
  ) {
    super();
  }

  async run(_caller: Caller, command: AssistantCommand): Promise<AssistantResult> {
    const askedAt = this.clock.now().getTime();
    await command.goAhead?.();
    if (this.clock.now().getTime() - askedAt > goAheadSeconds * 1_000) return ended(LaunchFailure.tooLate);
    return this.host.run(command);
  }

  converse(): Promise<AssistantResult> {
    throw new Error('the model has no terminals');
  }
}

/** Logins that the model decides. */
export class ModelLogins extends HostLogins {
  constructor(
    private readonly host: ModelHost,
    ...others: ConstructorParameters<typeof HostLogins>
  ) {
    super(...others);
  }

  override async accepts(task: HostTask, credential: EcsCredential): Promise<boolean> {
    const isAccepted = this.host.accepts(credential);
    if (!isAccepted) task.refusedLogins += 1;
    return isAccepted;
  }

  override async offer(task: HostTask, credential: EcsCredential, publicKey: string): Promise<OfferOutcome> {
    const outcome = this.host.offer(credential, publicKey);
    if (!outcome.acceptsCredential) task.refusedLogins += 1;
    return outcome;
  }
}
