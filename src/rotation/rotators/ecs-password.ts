import { Redacted } from '../../common/redacted.ts';
import type { EcsCredential } from '../../kms/kms.api.ts';
import type { HostCommand, RotationHost } from '../rotation-host.ts';
import { passwordScript } from './password-script.ts';
import { randomPassword } from './random-password.ts';
import type { CredentialChange, Rotator } from './rotator.ts';
import { windowsPasswordScript } from './windows-password-script.ts';

type PasswordCredential = Extract<EcsCredential, { password: unknown }>;

/** Passwords of a server's local users. There is one at a time: from `apply` on the host refuses the former one. */
export class EcsPasswordRotator implements Rotator<PasswordCredential> {
  async newCredential({ userName }: PasswordCredential): Promise<PasswordCredential> {
    return { userName, password: randomPassword(userName) };
  }

  async apply(host: RotationHost, { current, candidate }: CredentialChange<PasswordCredential>): Promise<void> {
    await this.setPassword(host, current, candidate);
  }

  async undo(host: RotationHost, { current }: CredentialChange<PasswordCredential>): Promise<void> {
    await this.setPassword(host, current, current);
  }

  remainder(): undefined {}

  async retire(): Promise<void> {}

  private async setPassword(
    host: RotationHost,
    current: PasswordCredential,
    wanted: PasswordCredential,
  ): Promise<void> {
    const command = (await host.osType()) === 'Windows' ? onWindows(wanted) : onLinux(wanted);
    await host.run(command, { credential: current, runAs: command.runAs });
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
