import type { Redacted } from '../common/redacted.ts';
import { readEcsCredential } from '../kms/ecs-credential.api.ts';
import type { SecretValue } from '../kms/kms.api.ts';

/** What a Generic secret logs on with. Exactly one of password and key is there. */
export interface GenericCredential {
  /** Undefined where the value does not say. */
  readonly userName?: string;
  readonly password?: Redacted<string>;
  readonly privateKey?: Redacted<string>;
}

const password = /^[^\p{Cc}]{1,512}$/u;

/**
 * The credential in the value of a Generic secret: JSON as in an ECS secret, or nothing but a private key or a
 * password. Undefined for any other text. The key itself is not parsed here.
 */
export function readGenericCredential({ data, dataType }: SecretValue): GenericCredential | undefined {
  if (dataType !== 'text') return undefined;
  const text = data.reveal();
  if (text.trimStart().startsWith('{')) return readEcsCredential('Password', data) ?? readEcsCredential('SSHKey', data);
  if (text.startsWith('-----BEGIN ')) return { privateKey: data };
  return password.test(text) ? { password: data } : undefined;
}
