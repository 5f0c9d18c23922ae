import { Redacted } from '../../common/redacted.ts';
import type { EcsCredential } from '../../kms/kms.api.ts';
import type { RotationHost } from '../rotation-host.ts';
import { passwordScript } from './password-script.ts';
import { randomPassword } from './random-password.ts';
import type { CredentialChange, Rotator } from './rotator.ts';

type PasswordCredential = Extract<EcsCredential, { password: unknown }>;

/** Passwords of Linux users. There is one at a time: from `apply` on the host refuses the former one. */
export class EcsPasswordRotator implements Rotator<PasswordCredential> {
  async newCredential({ userName }: PasswordCredential): Promise<PasswordCredential> {
    return { userName, password: randomPassword() };
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
    { userName, password }: PasswordCredential,
  ): Promise<void> {
    const input = new Redacted(`${userName}:${password.reveal()}\n`);
    const command = { script: passwordScript, arguments: [userName], input, runAs: 'root' } as const;
    await host.run(command, { credential: current, runAs: 'root' });
  }
}
