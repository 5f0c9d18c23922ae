import { Redacted } from '../../common/redacted.ts';
import type { EcsCredential } from '../../kms/kms.api.ts';
import type { HostCommand, RotationHost, Success } from '../rotation-host.ts';
import { HostRefusal } from '../host-refusal.ts';
import { PasswdConversation } from './passwd-conversation.ts';
import { passwdRehearsal } from './passwd-rehearsal.ts';
import { passwordScript } from './password-script.ts';
import { randomPassword } from './random-password.ts';
import { passwordRehearsal } from './rehearsal-scripts.ts';
import type { CredentialChange, Rotator } from './rotator.ts';
import { windowsPasswordScript } from './windows-password-script.ts';

type PasswordCredential = Extract<EcsCredential, { password: unknown }>;

const none = new Redacted('');

/** Passwords of a server's local users. There is one at a time: from `apply` on the host refuses the former one. */
export class EcsPasswordRotator implements Rotator<PasswordCredential> {
  async newCredential({ userName }: PasswordCredential, _label: string, time: number): Promise<PasswordCredential> {
    return { userName, password: randomPassword(userName, time) };
  }

  async rehearse(host: RotationHost, current: PasswordCredential): Promise<void> {
    if ((await host.osType()) === 'Windows') throw new HostRefusal('NoRehearsalOnWindows', true);
    const command = { script: passwordRehearsal, arguments: [current.userName], input: none, runAs: 'root' } as const;
    await host.run(command, { credential: current, runAs: 'root', conversation: passwdRehearsal });
  }

  async apply(host: RotationHost, { current, candidate }: CredentialChange<PasswordCredential>): Promise<void> {
    await this.setPassword(host, current, candidate);
  }

  async undo(host: RotationHost, { current }: CredentialChange<PasswordCredential>): Promise<boolean> {
    return (await this.setPassword(host, current, current)) === 'seen';
  }

  remainder(): undefined {}

  async retire(): Promise<false> {
    return false;
  }

  private async setPassword(
    host: RotationHost,
    current: PasswordCredential,
    wanted: PasswordCredential,
  ): Promise<Success> {
    if ((await host.osType()) === 'Windows') {
      const command = onWindows(wanted);
      return host.run(command, { credential: current, runAs: command.runAs });
    }
    const conversation = new PasswdConversation(current.password, wanted.password);
    return host.run(onLinux(wanted), { credential: current, runAs: 'root', conversation });
  }
}

function onLinux({ userName, password }: PasswordCredential): HostCommand {
  const input = new Redacted(`${userName}:${password.reveal()}\n`);
  return { script: passwordScript, arguments: [userName], input, runAs: 'root' };
}

function onWindows({ userName, password }: PasswordCredential): HostCommand {
  const input = new Redacted(`${userName}\n${password.reveal()}`);
  return { script: windowsPasswordScript, language: 'powershell', input, runAs: 'login-user' };
}
