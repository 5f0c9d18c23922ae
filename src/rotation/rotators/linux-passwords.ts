import { Redacted } from '../../common/redacted.ts';
import { codeOf } from '../hosts/failure-code.ts';
import { passwordExpired } from '../hosts/not-begun.ts';
import type { HostCommand, RotationHost } from '../hosts/rotation-host.ts';
import { PasswdConversation } from './passwd-conversation.ts';
import { accountExamination } from './password-account.ts';
import { passwordRehearsal } from './password-rehearsal.ts';
import { passwordScript } from './password-script.ts';
import type { PasswordCredential, PasswordSystem } from './password-system.ts';
import { passwordUndoScript } from './password-undo-script.ts';
import { entryIn, isVerified, type UndoNote } from './undo-note.ts';

const cannotElevate = 'CannotElevate';

/** Root sets passwords and reads the shadow database. An account by itself has only the dialogue of passwd(1). */
export class LinuxPasswords implements PasswordSystem {
  async examine(host: RotationHost, userName: string): Promise<void> {
    await host.ask(asRoot(accountExamination, userName));
  }

  async rehearse(host: RotationHost, current: PasswordCredential): Promise<void> {
    const conversation = new PasswdConversation(current.password);
    const command = asRoot(passwordRehearsal, current.userName);
    await host.ask(command, { credential: current, runAs: 'root', conversation });
  }

  async former(host: RotationHost, current: PasswordCredential): Promise<string | undefined> {
    try {
      const command = asRoot(passwordRehearsal, current.userName);
      return entryIn(await host.ask(command, { credential: current, runAs: 'root' }));
    } catch (error) {
      // The account itself cannot read the entry, but may still be able to change its password.
      if ([cannotElevate, passwordExpired].includes(codeOf(error))) return undefined;
      throw error;
    }
  }

  set(host: RotationHost, current: PasswordCredential, wanted: PasswordCredential): Promise<Redacted<string>> {
    const { userName, password } = wanted;
    const command = asRoot(passwordScript, userName, `${userName}:${password.reveal()}\n`);
    const conversation = new PasswdConversation(current.password, password);
    return host.run(command, { credential: current, runAs: 'root', conversation });
  }

  async putBack(host: RotationHost, current: PasswordCredential, { former, written = '' }: UndoNote): Promise<boolean> {
    // Where nothing is known about the account, the former value is a new one to the host.
    if (former === undefined) return isVerified(await this.set(host, current, current));
    const command = asRoot(passwordUndoScript, current.userName, `${former}\n${written}\n`);
    return isVerified(await host.run(command, { credential: current, runAs: 'root' }));
  }
}

function asRoot(script: string, userName: string, input = ''): HostCommand {
  return { script, arguments: [userName], input: new Redacted(input), runAs: 'root' };
}
