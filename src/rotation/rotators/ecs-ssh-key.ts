import { generateSshKeyPair, parsePublicKey } from '../../ssh/keys.ts';
import { HostRefusal } from '../hosts/host-refusal.ts';
import type { RotationHost } from '../hosts/rotation-host.ts';
import { AuthorizedKeys, type KeyCredential, type KeyFile } from './authorized-keys/authorized-keys.ts';
import type { CredentialChange, Rotator } from './rotator.ts';

/** Key pairs of Linux users. The former key stays where it is, alongside the new one, until it is retired. */
export class EcsSshKeyRotator implements Rotator<KeyCredential> {
  async newCredential({ userName }: KeyCredential, label: string): Promise<KeyCredential> {
    return { userName, ...(await generateSshKeyPair('rsa-3072', label)) };
  }

  /** Nothing to examine: a key logs on even where the password is locked. */
  async examine(): Promise<void> {}

  async rehearse(host: RotationHost, current: KeyCredential): Promise<void> {
    const keys = new AuthorizedKeys(host, current);
    const places = await changeableFiles(keys, current, await keys.files());
    if (places.length === 0) throw new HostRefusal(await whyNotInFiles(host, current), true, true);
    await keys.edit('try', { old: current.publicKey }, places);
  }

  /**
   * Adds the new key where the current one is, so that it works in the same way. If the current key works nowhere, the
   * new one is added to the first file.
   */
  async apply(host: RotationHost, { current, candidate }: CredentialChange<KeyCredential>): Promise<void> {
    const keys = new AuthorizedKeys(host, current);
    const files = await keys.files();
    const places = await changeableFiles(keys, current, files);
    const change = { old: current.publicKey, fresh: candidate.publicKey };
    if (places.length > 0) return keys.edit('add', change, places);
    const reason = await whyNotInFiles(host, current);
    if (reason !== 'CurrentRefused') throw new HostRefusal(reason, true, true);
    await keys.edit('begin', change, firstOf(files));
  }

  /** Only removes the candidate; the current key was never taken away. */
  async undo(host: RotationHost, { current, candidate }: CredentialChange<KeyCredential>): Promise<true> {
    const keys = new AuthorizedKeys(host, current);
    const places = await keys.holding(candidate.publicKey, await keys.files());
    await keys.edit('remove', { old: candidate.publicKey }, places);
    return true;
  }

  formerKey({ publicKey }: KeyCredential): string {
    return parsePublicKey(publicKey).authorizedKey;
  }

  /**
   * Replaces the former key with the current one, which may be missing from some files if a process died on the way.
   */
  async retire(host: RotationHost, current: KeyCredential, formerKey: string): Promise<boolean> {
    if (parsePublicKey(formerKey).blob.equals(parsePublicKey(current.publicKey).blob)) return false;
    const keys = new AuthorizedKeys(host, current);
    const places = await keys.holding(formerKey, await keys.files());
    await keys.edit('replace', { old: formerKey, fresh: current.publicKey }, places);
    return true;
  }
}

async function changeableFiles(
  keys: AuthorizedKeys,
  { publicKey }: KeyCredential,
  files: KeyFile[],
): Promise<KeyFile[]> {
  const places = await keys.holding(publicKey, files);
  refuseUnchangeable(places);
  return places;
}

/** A key that works although it is in none of the files comes from a source that is not changed here. */
async function whyNotInFiles(host: RotationHost, current: KeyCredential): Promise<'KeyNotInFiles' | 'CurrentRefused'> {
  return (await host.accepts(current)) ? 'KeyNotInFiles' : 'CurrentRefused';
}

function firstOf([first]: readonly KeyFile[]): [KeyFile] {
  if (!first) throw new HostRefusal('NoKeyFile', true, true);
  refuseUnchangeable([first]);
  return [first];
}

function refuseUnchangeable(files: readonly KeyFile[]): void {
  const reasons = { shared: 'KeyFileShared', exposed: 'KeyFileExposed', home: undefined, elsewhere: undefined };
  for (const { kind } of files) {
    const reason = reasons[kind];
    if (reason) throw new HostRefusal(reason, true, true);
  }
}
