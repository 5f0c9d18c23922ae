import type { Redacted } from '../../common/redacted.ts';
import type { Instance } from '../../ecs/ecs.api.ts';
import { HostRefusal } from '../hosts/host-refusal.ts';
import type { RotationHost } from '../hosts/rotation-host.ts';
import { LinuxPasswords } from './linux-passwords.ts';
import type { PasswordCredential, PasswordSystem } from './password-system.ts';
import { randomPassword } from './random-password.ts';
import type { CredentialChange, Notes, Rotator } from './rotator.ts';
import { entryIn, readUndoNote, writeUndoNote, type UndoNote } from './undo-note.ts';
import { WindowsPasswords } from './windows-passwords.ts';

const systems: Readonly<Record<Instance['osType'], PasswordSystem>> = {
  Linux: new LinuxPasswords(),
  Windows: new WindowsPasswords(),
};

/**
 * Passwords of a server's local users. An account has one at a time: from `apply` on, the host refuses the former one.
 */
export class EcsPasswordRotator implements Rotator<PasswordCredential> {
  async newCredential({ userName }: PasswordCredential, _label: string, time: number): Promise<PasswordCredential> {
    return { userName, password: randomPassword(userName, time) };
  }

  async examine(host: RotationHost, { userName }: PasswordCredential): Promise<void> {
    await (await systemOf(host)).examine(host, userName);
  }

  async rehearse(host: RotationHost, current: PasswordCredential): Promise<void> {
    await (await systemOf(host)).rehearse(host, current);
  }

  /** Notes what the host has, and then what the rotation has written there, because `undo` takes back only that. */
  async apply(
    host: RotationHost,
    { current, candidate }: CredentialChange<PasswordCredential>,
    notes: Notes,
  ): Promise<void> {
    const system = await systemOf(host);
    const note = readUndoNote(await notes.read()) ?? (await begin(system, host, current, notes));
    try {
      await keepWritten(notes, note, await system.set(host, current, candidate));
    } catch (error) {
      if (error instanceof HostRefusal) await keepWritten(notes, note, error.facts.output);
      throw error;
    }
  }

  async undo(host: RotationHost, { current }: CredentialChange<PasswordCredential>, notes: Notes): Promise<boolean> {
    return (await systemOf(host)).putBack(host, current, readUndoNote(await notes.read()) ?? {});
  }

  formerKey(): undefined {}

  async retire(): Promise<false> {
    return false;
  }
}

async function systemOf(host: RotationHost): Promise<PasswordSystem> {
  return systems[(await host.instance()).osType];
}

/** Noted before the host is touched: the former state cannot be read from it later. */
async function begin(
  system: PasswordSystem,
  host: RotationHost,
  current: PasswordCredential,
  notes: Notes,
): Promise<UndoNote> {
  const note = { former: await system.former(host, current) };
  await notes.keep(writeUndoNote(note));
  return note;
}

async function keepWritten(notes: Notes, note: UndoNote, output: Redacted<string> | undefined): Promise<void> {
  const written = entryIn(output);
  if (written !== undefined) await notes.keep(writeUndoNote({ ...note, written }));
}
