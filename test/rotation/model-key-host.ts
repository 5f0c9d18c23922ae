import type { AssistantCommand } from '../../src/ecs/ecs.api.ts';
import type { EcsCredential } from '../../src/kms/kms.api.ts';
import type { Dice } from './dice.ts';
import { ModelHost, type Stored } from './model-host.ts';

const foreign = 'the key of somebody else';

/** An account with authorized_keys: it lets in whoever has one of them. */
export class ModelKeyHost extends ModelHost {
  protected readonly exits = { refused: 84, unclear: 89 };
  private readonly keys: Set<string>;
  private readonly onceCurrent = new Set<string>();

  constructor(dice: Dice, first: EcsCredential) {
    super(dice);
    this.keys = new Set([foreign, keyOf(first)]);
  }

  holds(credential: EcsCredential | undefined): boolean {
    return credential !== undefined && this.keys.has(keyOf(credential));
  }

  /** In the grace period the former key is still there. */
  override restore({ current, previous }: Stored): void {
    if (this.wasRestored || !this.holds(current) || !this.holds(previous)) return;
    this.wasRestored = this.keys.delete(keyOf(current));
  }

  /** Key pairs overlap: as long as nobody else takes it away, there is no moment at which the current one is refused. */
  breach({ current, previous, pending }: Stored): string | undefined {
    this.onceCurrent.add(keyOf(current));
    if (!this.keys.has(foreign)) return 'somebody else’s key is gone';
    if (!this.wasRestored) return this.holds(current) ? undefined : 'the current key is not one that the host takes';
    const isStored = [current, previous, pending].some((credential) => this.holds(credential));
    return isStored ? undefined : 'the last key that worked is gone';
  }

  /** A candidate that was never promoted may be left where the host let nobody take it away: its private key is wiped. */
  breachAtRest(stored: Stored): string | undefined {
    const breach = this.breach(stored);
    const left = [...this.onceCurrent].filter((key) => key !== keyOf(stored.current) && this.keys.has(key));
    return breach ?? (left.length > 0 && !this.isLiar ? 'a key is left that the secret has given up' : undefined);
  }

  protected effectOf({ arguments: [user, action] = [], input }: AssistantCommand): () => void {
    const [line = ''] = input?.reveal().split('\n') ?? [];
    const key = blobOf(line);
    if (user !== 'ops' || !key) throw new Error('the model knows no such command');
    if (action === 'add') return () => this.keys.add(key);
    if (action === 'remove') return () => this.keys.delete(key);
    throw new Error(`the model does not know how to ${action}`);
  }
}

function keyOf(credential: EcsCredential): string {
  if (!('publicKey' in credential)) throw new Error('this is no key pair');
  return blobOf(credential.publicKey);
}

function blobOf(line: string): string {
  return line.split(' ')[1] ?? '';
}
