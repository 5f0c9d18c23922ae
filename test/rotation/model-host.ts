import type { Clock } from '../../src/common/clock.ts';
import { Redacted } from '../../src/common/redacted.ts';
import {
  AssistantUnavailable,
  CloudAssistant,
  goAheadSeconds,
  LaunchFailure,
  type AssistantCommand,
  type AssistantResult,
} from '../../src/ecs/ecs.api.ts';
import type { EcsCredential } from '../../src/kms/kms.api.ts';
import { RotationHosts, type HostTask } from '../../src/rotation/rotation-host.ts';
import { TargetError } from '../../src/ssh/target-error.ts';
import type { Caller } from '../../src/common/caller.ts';
import type { Dice } from './dice.ts';

/** A server in memory with one account: what its password is, and what goes wrong with commands and logins. */
export class ModelHost {
  /** True from the moment on from which nothing goes wrong any more. */
  isCalm = false;
  // Each host has troubles of its own, so that those meet which are rare beside all others.
  private readonly commandFates: readonly ('as asked' | CommandTrouble)[];
  private readonly loginFates: readonly ('true to the password' | LoginTrouble)[];

  constructor(
    private readonly dice: Dice,
    public password: string,
  ) {
    const some = <T>(troubles: readonly T[]) => troubles.filter(() => dice.number(2) === 0);
    this.commandFates = ['as asked', 'as asked', ...some(commandTroubles)];
    this.loginFates = ['true to the password', 'true to the password', ...some(loginTroubles)];
  }

  set(password: string): AssistantResult {
    switch (this.isCalm ? 'as asked' : this.dice.pick(this.commandFates)) {
      case 'unreachable':
        throw new AssistantUnavailable('unreachable', 'the model is off');
      case 'refused by the rules':
        return ended(82);
      case 'done, answer lost':
        this.password = password;
        throw new AssistantUnavailable('unknown-outcome', 'the model lost its answer');
      case 'not done, answer lost':
        throw new AssistantUnavailable('unknown-outcome', 'the model lost the command');
      case 'done, reported as failed':
        this.password = password;
        return ended(1);
      case 'not done, reported as done':
        return ended(0);
      case 'as asked':
        this.password = password;
        return ended(0);
    }
  }

  accepts(credential: EcsCredential): boolean {
    const fate = this.isCalm ? 'true to the password' : this.dice.pick(this.loginFates);
    if (fate === 'no answer') throw new TargetError('timeout', 'the model does not answer');
    return fate === 'true to the password' && this.holds(credential);
  }

  holds(credential: EcsCredential | undefined): boolean {
    return credential !== undefined && 'password' in credential && credential.password.reveal() === this.password;
  }
}

const commandTroubles = [
  'unreachable',
  'refused by the rules',
  'done, answer lost',
  'not done, answer lost',
  'done, reported as failed',
  'not done, reported as done',
] as const;
type CommandTrouble = (typeof commandTroubles)[number];

const loginTroubles = ['no answer', 'refused whatever it is'] as const;
type LoginTrouble = (typeof loginTroubles)[number];

function ended(exitCode: number): AssistantResult {
  return { exitCode, stdout: '', stderr: '', droppedBytes: 0 };
}

/** Cloud Assistant of the model: the only command that it knows is to set the password that comes on standard input. */
export class ModelAssistant extends CloudAssistant {
  constructor(
    private readonly host: ModelHost,
    private readonly clock: Clock,
  ) {
    super();
  }

  async run(_caller: Caller, { input = new Redacted(''), goAhead }: AssistantCommand): Promise<AssistantResult> {
    const asked = this.clock.now().getTime();
    await goAhead?.();
    if (this.clock.now().getTime() - asked > goAheadSeconds * 1_000) return ended(LaunchFailure.tooLate);
    const [, password] = /^ops:(.+)\n$/.exec(input.reveal()) ?? [];
    if (password === undefined) throw new Error('the model knows no such command');
    return this.host.set(password);
  }

  converse(): Promise<AssistantResult> {
    throw new Error('the model has no terminals');
  }
}

/** The engine's way to the model: logins are decided by the model itself. */
export class ModelHosts extends RotationHosts {
  constructor(
    private readonly host: ModelHost,
    ...others: ConstructorParameters<typeof RotationHosts>
  ) {
    super(...others);
  }

  override async accepts(task: HostTask, credential: EcsCredential): Promise<boolean> {
    const isAccepted = this.host.accepts(credential);
    if (!isAccepted) task.refusedLogins += 1;
    return isAccepted;
  }
}
