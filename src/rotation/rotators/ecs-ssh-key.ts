import { Redacted } from '../../common/redacted.ts';
import type { EcsCredential } from '../../kms/kms.api.ts';
import { generateSshKeyPair, parsePublicKey } from '../../ssh/keys.ts';
import type { RotationHost } from '../rotation-host.ts';
import { authorizedKeysScript } from './authorized-keys-script.ts';
import { authorizedKeysRehearsal } from './rehearsal-scripts.ts';
import type { CredentialChange, Rotator } from './rotator.ts';

type KeyCredential = Extract<EcsCredential, { publicKey: unknown }>;

/** Key pairs of Linux users. The former key stays in authorized_keys beside the new one until it is retired. */
export class EcsSshKeyRotator implements Rotator<KeyCredential> {
  async newCredential({ userName }: KeyCredential, label: string): Promise<KeyCredential> {
    return { userName, ...(await generateSshKeyPair('rsa-3072', label)) };
  }

  async rehearse(host: RotationHost, current: KeyCredential): Promise<void> {
    const { userName: user } = current;
    const command = { script: authorizedKeysRehearsal, arguments: [user], input: new Redacted(''), runAs: { user } };
    await host.run(command, { credential: current, runAs: 'login-user' });
  }

  async apply(host: RotationHost, { current, candidate }: CredentialChange<KeyCredential>): Promise<void> {
    await this.edit(host, current, 'add', [candidate.publicKey, current.publicKey]);
  }

  /** The current key was never taken away. */
  async undo(host: RotationHost, { current, candidate }: CredentialChange<KeyCredential>): Promise<true> {
    await this.edit(host, current, 'remove', [candidate.publicKey]);
    return true;
  }

  remainder({ publicKey }: KeyCredential): string {
    return parsePublicKey(publicKey).authorizedKey;
  }

  async retire(host: RotationHost, current: KeyCredential, remainder: string): Promise<void> {
    const isInUse = parsePublicKey(remainder).blob.equals(parsePublicKey(current.publicKey).blob);
    if (!isInUse) await this.edit(host, current, 'remove', [remainder]);
  }

  private async edit(
    host: RotationHost,
    current: KeyCredential,
    action: 'add' | 'remove',
    publicKeys: readonly string[],
  ): Promise<void> {
    const lines = publicKeys.map((publicKey) => `${parsePublicKey(publicKey).authorizedKey}\n`);
    const command = {
      script: authorizedKeysScript,
      arguments: [current.userName, action],
      input: new Redacted(lines.join('')),
      runAs: { user: current.userName },
    };
    await host.run(command, { credential: current, runAs: 'login-user' });
  }
}
