import { AssistantUnavailable, type AssistantCommand, type AssistantResult } from '../../src/ecs/ecs.api.ts';
import type { EcsCredential } from '../../src/kms/kms.api.ts';
import { passwordRehearsal } from '../../src/rotation/rotators/password-rehearsal.ts';
import { passwordUndoScript } from '../../src/rotation/rotators/password-undo-script.ts';
import type { Dice } from './dice.ts';
import { ended, ModelHost, type Stored } from './model-host.ts';

const foreign = 'set by hand';
const exit = { locked: 100, changedMeanwhile: 106, backBehindLock: 107 };

/** An account with one password at a time. Somebody else locks it, unlocks it and sets its password by hand. */
export class ModelPasswordHost extends ModelHost {
  protected readonly exits = { refused: 82, unclear: 88 };
  /** Whether root can read its shadow database. */
  private readonly showsShadow: boolean;
  /** The password for each hash; no hash is made twice. */
  private readonly passwords = new Map<string, string>();
  private hash: string;
  private isLocked = false;
  private end = ended(0);

  constructor(dice: Dice, first: EcsCredential) {
    super(dice);
    this.showsShadow = dice.number(2) === 0;
    this.hash = this.hashOf(passwordOf(first));
  }

  holds(credential: EcsCredential | undefined): boolean {
    return !this.isLocked && this.has(credential);
  }

  breach({ current, pending }: Stored): string | undefined {
    if (this.has(current) || this.has(pending) || this.isForeign) return undefined;
    return 'no stored value is the one that the host takes';
  }

  breachAtRest({ current }: Stored): string | undefined {
    if (this.has(current) || (this.isForeign && !this.isCalm)) return undefined;
    return 'the current value is not the one that the host takes';
  }

  override unlock(): void {
    this.isLocked = false;
  }

  override run(command: AssistantCommand): AssistantResult {
    try {
      return command.script === passwordRehearsal ? this.look() : super.run(command);
    } finally {
      if (!this.isCalm && this.dice.number(15) === 0) this.changeOutside();
    }
  }

  protected effectOf({ script, input }: AssistantCommand): () => void {
    const text = input?.reveal() ?? '';
    if (script === passwordUndoScript) return () => (this.end = this.undo(text));
    const [, password] = /^ops:(.+)\n$/.exec(text) ?? [];
    if (password === undefined) throw new Error('the model knows no such command');
    return () => (this.end = this.set(password));
  }

  protected override ending(): AssistantResult {
    return this.end;
  }

  /** One of our own scripts, which does not lie. */
  private look(): AssistantResult {
    const answers = ['as it is', 'as it is', 'as it is', 'unreachable', 'unknown-outcome'] as const;
    const answer = this.isCalm ? 'as it is' : this.dice.pick(answers);
    if (answer !== 'as it is') throw new AssistantUnavailable(answer, 'the model cannot be asked');
    return this.showsShadow && this.isLocked ? ended(exit.locked) : ended(0, this.shown());
  }

  /** The tools of a host that shows no shadow database would unlock the account, so such a host is never locked. */
  private set(password: string): AssistantResult {
    if (this.isLocked) return ended(exit.locked);
    this.hash = this.hashOf(password);
    return ended(0, this.showsShadow ? `${this.shown()}seen\n` : '');
  }

  private undo(text: string): AssistantResult {
    const [former, written] = text.split('\n').map((line) => line.split(':')[1]);
    if (!former) throw new Error('the model was told of nothing that could be put back');
    if (former !== this.hash) {
      if (!written) return ended(this.exits.unclear);
      if (written !== this.hash) return ended(exit.changedMeanwhile);
      this.hash = former;
    }
    return this.isLocked ? ended(exit.backBehindLock) : ended(0, 'seen\n');
  }

  private changeOutside(): void {
    if (this.dice.number(2) === 0) {
      this.hash = this.hashOf(foreign);
      this.wasRestored = true;
    } else if (this.showsShadow) {
      this.isLocked = !this.isLocked;
    }
  }

  private get isForeign(): boolean {
    return this.passwords.get(this.hash) === foreign;
  }

  private has(credential: EcsCredential | undefined): boolean {
    return credential !== undefined && passwordOf(credential) === this.passwords.get(this.hash);
  }

  private hashOf(password: string): string {
    const hash = `hash-${this.passwords.size}`;
    this.passwords.set(hash, password);
    return hash;
  }

  private shown(): string {
    return this.showsShadow ? `entry ops:${this.hash}:20000:0:99999:7:::\n` : '';
  }
}

function passwordOf(credential: EcsCredential): string {
  if (!('password' in credential)) throw new Error('this is no password');
  return credential.password.reveal();
}
