import { Redacted } from '../../common/redacted.ts';
import { HostRefusal } from '../hosts/host-refusal.ts';
import type { HostCommand, RotationHost } from '../hosts/rotation-host.ts';
import type { PasswordCredential, PasswordSystem } from './password-system.ts';
import { isVerified, type UndoNote } from './undo-note.ts';
import { windowsExamination, windowsPasswordScript, windowsUndoScript } from './windows-password-script.ts';

/** Windows does not reveal hashes: what a rotation has written is recognised by the time the password was set. */
export class WindowsPasswords implements PasswordSystem {
  async examine(host: RotationHost, userName: string): Promise<void> {
    await host.ask(powerShell(windowsExamination, userName));
  }

  async rehearse(host: RotationHost, current: PasswordCredential): Promise<void> {
    await host.ask(powerShell(windowsExamination, current.userName), { credential: current, runAs: 'login-user' });
    throw new HostRefusal('NoRehearsalOnWindows', true);
  }

  /** Nothing to read: the script that sets a password checks the account first. */
  async former(): Promise<undefined> {}

  set(host: RotationHost, current: PasswordCredential, wanted: PasswordCredential): Promise<Redacted<string>> {
    const command = powerShell(windowsPasswordScript, wanted.userName, wanted.password.reveal());
    return host.run(command, { credential: current, runAs: 'login-user' });
  }

  async putBack(host: RotationHost, current: PasswordCredential, { written }: UndoNote): Promise<boolean> {
    if (written === undefined) return false;
    const command = powerShell(windowsUndoScript, current.userName, written, current.password.reveal());
    return isVerified(await host.run(command, { credential: current, runAs: 'login-user' }));
  }
}

function powerShell(script: string, ...input: readonly string[]): HostCommand {
  return { script, language: 'powershell', input: new Redacted(input.join('\n')), runAs: 'login-user' };
}
