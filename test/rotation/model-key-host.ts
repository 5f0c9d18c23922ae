import type { AssistantCommand, AssistantResult } from '../../src/ecs/ecs.api.ts';
import type { EcsCredential } from '../../src/kms/kms.api.ts';
import { editFilesElsewhere, editFilesOfHome } from '../../src/rotation/rotators/authorized-keys/edit-key-files.ts';
import { findKeyFiles } from '../../src/rotation/rotators/authorized-keys/key-files.ts';
import { lookForKey } from '../../src/rotation/rotators/authorized-keys/look-for-key.ts';
import type { Dice } from './dice.ts';
import { ended, ModelHost, type Stored } from './model-host.ts';

const foreign = 'the key of somebody else';

/** A file of keys. The account itself changes the one in its home, root the other. */
interface KeyFile {
  readonly name: string;
  readonly script: string;
  readonly keys: Set<string>;
}

/** An account with two files of keys and, on some hosts, a program that names a key. Any of these keys logs in. */
export class ModelKeyHost extends ModelHost {
  protected readonly exits = { refused: 84, unclear: 89 };
  private readonly files: readonly KeyFile[] = [
    { name: 'home /home/ops/.ssh/authorized_keys', script: editFilesOfHome, keys: new Set([foreign]) },
    { name: 'elsewhere /etc/ssh/keys/ops', script: editFilesElsewhere, keys: new Set([foreign]) },
  ];
  /** The keys that the program names, which no script changes. */
  private readonly named: ReadonlySet<string>;
  private readonly onceCurrent = new Set<string>();
  private said = '';

  constructor(dice: Dice, first: EcsCredential) {
    super(dice);
    const places = dice.pick([[0], [1], [0, 1]]);
    for (const place of places) this.files[place]!.keys.add(keyOf(first));
    this.named = new Set(dice.number(4) === 0 ? [keyOf(first)] : []);
  }

  holds(credential: EcsCredential | undefined): boolean {
    return credential !== undefined && this.takes(keyOf(credential));
  }

  override takesKey(publicKey: string): boolean {
    return this.takes(blobOf(publicKey));
  }

  /** Takes effect only in the grace period, while the former key is still there. */
  override restore({ current, previous }: Stored): void {
    if (this.wasRestored || !this.holds(current) || !this.holds(previous)) return;
    for (const { keys } of this.files) this.wasRestored = keys.delete(keyOf(current)) || this.wasRestored;
  }

  /** Key pairs overlap: unless somebody else removes the current key, the host accepts it at every moment. */
  breach({ current, previous, pending }: Stored): string | undefined {
    this.onceCurrent.add(keyOf(current));
    if (this.files.some(({ keys }) => !keys.has(foreign))) return 'somebody else’s key is gone';
    if (!this.wasRestored) return this.holds(current) ? undefined : 'the current key is not one that the host takes';
    const isStored = [current, previous, pending].some((credential) => this.holds(credential));
    return isStored ? undefined : 'the last key that worked is gone';
  }

  /** A candidate that was never promoted may stay where the host let nobody remove it: its private key is wiped. */
  breachAtRest(stored: Stored): string | undefined {
    const breach = this.breach(stored);
    const isLeft = this.givenUp(stored).some((key) => this.files.some(({ keys }) => keys.has(key)));
    return breach ?? (isLeft && !this.liesAboutLogins ? 'a key is left that the secret has given up' : undefined);
  }

  override keepsGivenUp(stored: Stored): boolean {
    return !this.liesAboutLogins && this.givenUp(stored).some((key) => this.named.has(key));
  }

  protected effectOf({ script, arguments: [user, action] = [], input }: AssistantCommand): () => void {
    const [old = '', fresh = ''] = input?.reveal().split('\n') ?? [];
    if (user !== 'ops') throw new Error('the model knows no such account');
    if (script === findKeyFiles) return () => (this.said = this.files.map(({ name }) => `${name}\n`).join(''));
    if (script === lookForKey) return () => (this.said = this.holding(blobOf(old)));
    const file = this.files.find((one) => one.script === script);
    if (!file || !action) throw new Error('the model knows no such command');
    return () => change(file.keys, action, blobOf(old), blobOf(fresh));
  }

  protected override ending(): AssistantResult {
    return ended(0, this.said);
  }

  private holding(key: string): string {
    return this.files.map(({ keys }, index) => (keys.has(key) ? `holds ${index + 1}\n` : '')).join('');
  }

  private takes(key: string): boolean {
    return this.named.has(key) || this.files.some(({ keys }) => keys.has(key));
  }

  private givenUp({ current }: Stored): string[] {
    return [...this.onceCurrent].filter((key) => key !== keyOf(current));
  }
}

function change(keys: Set<string>, action: string, old: string, fresh: string): void {
  if (action === 'begin' || (keys.has(old) && action !== 'remove')) keys.add(fresh);
  if (action === 'remove' || action === 'replace') keys.delete(old);
}

function keyOf(credential: EcsCredential): string {
  if (!('publicKey' in credential)) throw new Error('this is no key pair');
  return blobOf(credential.publicKey);
}

function blobOf(line: string): string {
  return line.split(' ')[1] ?? '';
}
