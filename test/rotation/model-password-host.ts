import type { AssistantCommand } from '../../src/ecs/ecs.api.ts';
import type { EcsCredential } from '../../src/kms/kms.api.ts';
import type { Dice } from './dice.ts';
import { ModelHost, type Stored } from './model-host.ts';

/** An account with a password: one at a time. */
export class ModelPasswordHost extends ModelHost {
  protected readonly exits = { refused: 82, unclear: 88 };
  /** Whether its shadow database is shown to root. */
  private readonly showsShadow: boolean;
  private password: string;

  constructor(dice: Dice, first: EcsCredential) {
    super(dice);
    this.showsShadow = dice.number(2) === 0;
    this.password = passwordOf(first);
  }

  holds(credential: EcsCredential | undefined): boolean {
    return credential !== undefined && passwordOf(credential) === this.password;
  }

  breach({ current, pending }: Stored): string | undefined {
    const isStored = this.holds(current) || this.holds(pending);
    return isStored ? undefined : 'no stored value is the one that the host takes';
  }

  breachAtRest({ current }: Stored): string | undefined {
    return this.holds(current) ? undefined : 'the current value is not the one that the host takes';
  }

  protected effectOf({ input }: AssistantCommand): () => void {
    const [, password] = /^ops:(.+)\n$/.exec(input?.reveal() ?? '') ?? [];
    if (password === undefined) throw new Error('the model knows no such command');
    return () => (this.password = password);
  }

  protected override shown(): string {
    return this.showsShadow ? 'seen\n' : '';
  }
}

function passwordOf(credential: EcsCredential): string {
  if (!('password' in credential)) throw new Error('this is no password');
  return credential.password.reveal();
}
