import type { Redacted } from '../../common/redacted.ts';
import { readEcsCredential } from '../../kms/ecs-credential.api.ts';
import type { SecretSummary, SecretValue } from '../../kms/kms.api.ts';
import { KeyError, parsePrivateKey, parsePublicKey } from '../../ssh/keys.ts';
import { readGenericCredential } from '../generic-credential.api.ts';
import type { SecretReference } from './host-accounts.ts';
import type { EcsHost } from './host.entity.ts';
import { assertAccountName } from './typed-names.ts';

/** Whether the secret belongs to the ECS instance of the host. */
export function belongsTo({ ecs }: Pick<SecretSummary, 'ecs'>, host: EcsHost): boolean {
  return ecs?.instanceId === host.sourceInstanceId && ecs.regionId === host.sourceInstanceRegion;
}

/** Thrown for a secret value from which no account can be made. The message quotes nothing of the value. */
export class UnusableValue extends Error {}

/** What an account keeps of the secret that it refers to. @throws UnusableValue */
export function referenceTo(value: SecretValue, host: EcsHost): SecretReference {
  const credential = value.ecs && readEcsCredential(value.ecs.subType, value.data);
  if (!credential) throw new UnusableValue('The value of the secret is not a credential of an ECS instance.');
  return {
    accountName: credential.userName,
    hasPassword: 'password' in credential,
    privateKeyFingerprint: 'publicKey' in credential ? fingerprintOf(credential.publicKey) : null,
    kmsSecretName: value.secretName,
    kmsSecretType: value.type,
    kmsSecretRegion: host.sourceInstanceRegion,
  };
}

/**
 * The same of a Generic secret, for an account whose name is given or stands in the value.
 * @throws UnusableValue, InvalidParameter when the name cannot be typed at logon
 */
export async function genericReference(
  value: SecretValue,
  kmsSecretRegion: string,
  givenName: string | undefined,
): Promise<SecretReference> {
  const credential = value.type === 'Generic' ? readGenericCredential(value) : undefined;
  if (!credential) throw new UnusableValue('The value of the secret is not a credential.');
  const accountName = givenName ?? credential.userName;
  if (accountName === undefined) throw new UnusableValue('The secret names no user, and neither does HostAccountName.');
  assertAccountName(accountName);
  const { privateKey } = credential;
  return {
    accountName,
    hasPassword: privateKey === undefined,
    privateKeyFingerprint: privateKey ? await fingerprintOfKey(privateKey) : null,
    kmsSecretName: value.secretName,
    kmsSecretType: value.type,
    kmsSecretRegion,
  };
}

async function fingerprintOfKey(privateKey: Redacted<string>): Promise<string> {
  try {
    return (await parsePrivateKey(privateKey)).publicKey.fingerprintMd5;
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    throw new UnusableValue('The value of the secret holds no usable private key.');
  }
}

function fingerprintOf(publicKey: string): string {
  try {
    return parsePublicKey(publicKey).fingerprintMd5;
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    throw new UnusableValue('The value of the secret holds no usable public key.');
  }
}
