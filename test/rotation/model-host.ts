import { AssistantUnavailable, type AssistantCommand, type AssistantResult } from '../../src/ecs/ecs.api.ts';
import type { EcsCredential } from '../../src/kms/kms.api.ts';
import type { OfferOutcome } from '../../src/rotation/hosts/rotation-host.ts';
import { TargetError } from '../../src/ssh/target-error.ts';
import type { Dice } from './dice.ts';

/** What the store holds. */
export interface Stored {
  readonly current: EcsCredential;
  readonly previous?: EcsCredential;
  readonly pending?: EcsCredential;
}

/** A server in memory with one account, `ops`: what it accepts, and what goes wrong with commands and logins. */
export abstract class ModelHost {
  /** True once nothing goes wrong any more. */
  isCalm = false;
  /** True once somebody has restored its disk to the state before the latest rotation. */
  wasRestored = false;
  /** True when a command may claim to have done what it has not. */
  protected readonly liesAboutLogins: boolean;
  // Each host has only some of the troubles, so that combinations occur which would be rare among all of them.
  private readonly commandFates: readonly ('as asked' | CommandTrouble)[];
  private readonly loginFates: readonly ('as it is' | LoginTrouble)[];

  constructor(protected readonly dice: Dice) {
    const often = <T>(usual: T) => Array<T>(dice.pick([1, 2, 6])).fill(usual);
    const some = <T>(troubles: readonly T[]) => troubles.filter(() => dice.number(2) === 0);
    this.commandFates = [...often('as asked' as const), ...some(commandTroubles)];
    this.loginFates = [...often('as it is' as const), ...some(loginTroubles)];
    this.liesAboutLogins = this.commandFates.includes('not done, reported as done');
  }

  /** Returns what the script would do, to be called when it is carried out. */
  protected abstract effectOf(command: AssistantCommand): () => void;
  /** Exit codes of a script that was refused and changed nothing, and of one that cannot tell what it has done. */
  protected abstract readonly exits: { readonly refused: number; readonly unclear: number };
  /** Whether it accepts the credential. */
  abstract holds(credential: EcsCredential | undefined): boolean;
  /** What is wrong with it, given what is stored, while a rotation is under way; undefined where nothing is. */
  abstract breach(stored: Stored): string | undefined;
  /** The same while no rotation is under way. */
  abstract breachAtRest(stored: Stored): string | undefined;

  /** Restores its disk to the state before the latest rotation, where that state is known. */
  restore(_stored: Stored): void {}

  /** Unlocks the account, as the person who locked it. */
  unlock(): void {}

  /** Whether it would accept a signature with the key. */
  takesKey(_publicKey: string): boolean {
    return false;
  }

  /** True when it still accepts what the secret has given up and no script can change that: a person has to be told. */
  keepsGivenUp(_stored: Stored): boolean {
    return false;
  }

  run(command: AssistantCommand): AssistantResult {
    const effect = this.effectOf(command);
    switch (this.isCalm ? 'as asked' : this.dice.pick(this.commandFates)) {
      case 'unreachable':
        throw new AssistantUnavailable('unreachable', 'the model is off');
      case 'refused':
        return ended(this.exits.refused);
      case 'done, answer lost':
        effect();
        throw new AssistantUnavailable('unknown-outcome', 'the model lost its answer');
      case 'not done, answer lost':
        throw new AssistantUnavailable('unknown-outcome', 'the model lost the command');
      case 'done, reported as unclear':
        effect();
        return ended(this.exits.unclear, this.ending().stdout);
      case 'not done, reported as unclear':
        return ended(this.exits.unclear);
      case 'not done, reported as done':
        return ended(0);
      case 'as asked':
        effect();
        return this.ending();
    }
  }

  /** The outcome of a login that offers a key first. */
  offer(credential: EcsCredential, publicKey: string): OfferOutcome {
    const acceptsCredential = this.accepts(credential);
    return { takesKey: acceptsCredential && this.takesKey(publicKey), acceptsCredential };
  }

  accepts(credential: EcsCredential): boolean {
    const fate = this.isCalm ? 'as it is' : this.dice.pick(this.loginFates);
    if (fate === 'no answer') throw new TargetError('timeout', 'the model does not answer');
    return fate === 'as it is' && this.holds(credential);
  }

  /** The result of a script that ran to its end. */
  protected ending(): AssistantResult {
    return ended(0);
  }
}

const commandTroubles = [
  'unreachable',
  'refused',
  'done, answer lost',
  'not done, answer lost',
  'done, reported as unclear',
  'not done, reported as unclear',
  'not done, reported as done',
] as const;
type CommandTrouble = (typeof commandTroubles)[number];

const loginTroubles = ['no answer', 'refused whatever it is'] as const;
type LoginTrouble = (typeof loginTroubles)[number];

export function ended(exitCode: number, stdout = ''): AssistantResult {
  return { exitCode, stdout, stderr: '', droppedBytes: 0 };
}
