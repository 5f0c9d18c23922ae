import { Injectable } from '@nestjs/common';
import type { HostCredential, HostLogon } from '../../bastionhost/bastionhost.api.ts';
import { readGenericCredential } from '../../bastionhost/generic-credential.api.ts';
import type { Caller } from '../../common/caller.ts';
import type { Redacted } from '../../common/redacted.ts';
import { ServiceError } from '../../common/service-error.ts';
import { serviceRoleCaller } from '../../identity/identity.api.ts';
import { bastionServiceRole } from '../../bastionhost/bastion-role.api.ts';
import { readEcsCredential } from '../../kms/ecs-credential.api.ts';
import { SecretReader, type EcsCredential, type SecretValue } from '../../kms/kms.api.ts';
import { namedSecrets } from '../../kms/named-secrets.api.ts';
import type { TargetCredential } from '../../ssh/target-authentication.ts';
import { NoConnection, type NoConnectionCode } from './no-connection.ts';
import type { TypedCredential } from './typed-credential.ts';

/** The reference to a secret that a host account has as its credential. */
export type KmsCredential = Extract<HostCredential, { kind: 'kms' }>;

/** The request that a connection was made for, as the audit trail names it. */
export interface ConnectionOrigin {
  readonly requestId: string;
  readonly sourceAddress: string;
}

/** For whom the bastion logs on. */
export interface LogonOrigin extends ConnectionOrigin {
  readonly accountId: string;
  /** `user/<name>`; undefined for an administrator who tries a credential. */
  readonly onBehalfOf?: string;
}

/** Whether the engineer has to type the credential of an account. */
export function isToBeTyped({ credential }: Pick<HostLogon, 'credential'>): boolean {
  return credential.kind === 'none' || credential.kind === 'self';
}

/** The current credential, and the version of the secret that it came from. */
export interface CurrentCredential {
  readonly credential: TargetCredential;
  readonly secretName?: string;
  readonly versionId?: string;
}

const codes: Readonly<Record<string, NoConnectionCode>> = {
  'Forbidden.ResourceNotFound': 'SecretDeleted',
  'Rejected.ResourceInDeleteWindow': 'SecretInDeletion',
  'Rejected.Disabled': 'KeyDisabled',
  'Rejected.PendingDeletion': 'KeyDisabled',
  'Rejected.PendingImport': 'KeyDisabled',
  'Forbidden.KeyNotFound': 'KeyDeleted',
  'Forbidden.NoPermission': 'SecretForbidden',
};

/**
 * Reads the credential of a host account when a connection is made, and keeps nothing. The broker's only user of
 * SecretReader.
 */
@Injectable()
export class TargetCredentials {
  constructor(private readonly secrets: SecretReader) {}

  /**
   * @throws NoConnection ProtocolUnsupported, CredentialMissing, SecretsUnsupported, SecretDeleted, SecretInDeletion,
   * SecretForbidden, SecretUnusable, KeyDisabled, KeyDeleted
   */
  async fetch(target: HostLogon, origin: LogonOrigin, typed?: TypedCredential): Promise<CurrentCredential> {
    const { credential, hostAccountName: userName } = target;
    switch (credential.kind) {
      case 'kms':
        return withSecretErrors(() => this.read(secretCaller(credential, origin), credential, userName));
      case 'local': {
        const { password, privateKey, passphrase, sharedKey } = credential;
        return { credential: { userName, password, privateKey, passphrase, firstKey: sharedKey } };
      }
      case 'rdp':
        throw new NoConnection('ProtocolUnsupported');
      case 'kms-unsupported':
        throw new NoConnection('SecretsUnsupported');
      case 'none':
      case 'self':
        return { credential: typedCredential(userName, typed?.take()) };
    }
  }

  private async read(
    caller: Caller,
    { secretName, instanceId }: KmsCredential,
    userName: string,
  ): Promise<CurrentCredential> {
    const listed = (await namedSecrets(this.secrets, caller, [secretName])).get(secretName);
    if (!listed) throw new NoConnection('SecretDeleted');
    if (listed.plannedDeletionAt) throw new NoConnection('SecretInDeletion');
    const value = await this.secrets.getValue(caller, { secretName, versionStage: 'ACSCurrent' });
    const credential =
      instanceId === undefined
        ? genericIn(value, userName)
        : credentialIn(value, { instanceId, regionId: caller.region });
    if (!credential) throw new NoConnection('SecretUnusable');
    return { credential, secretName, versionId: value.versionId };
  }
}

/** The bastion's service role, in the region of the secret. */
export function secretCaller({ secretRegion: region }: KmsCredential, origin: LogonOrigin): Caller {
  const { accountId, onBehalfOf, requestId, sourceAddress } = origin;
  return serviceRoleCaller(bastionServiceRole, { accountId, region, onBehalfOf, requestId, sourceAddress });
}

/** Translates what KMS refuses. @throws NoConnection, or the original error where its code has no translation */
export async function withSecretErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof ServiceError ? codes[error.code] : undefined;
    throw code ? new NoConnection(code, { cause: error }) : error;
  }
}

/** @throws NoConnection CredentialMissing */
function typedCredential(userName: string, password: Redacted<string> | undefined): TargetCredential {
  if (userName && password) return { userName, password };
  throw new NoConnection('CredentialMissing');
}

/** The user name in the value counts, not the account's: a rotation may change it. */
function credentialIn(
  { ecs, data }: SecretValue,
  place: { instanceId: string; regionId: string },
): EcsCredential | undefined {
  const isForHost = ecs?.instanceId === place.instanceId && ecs.regionId === place.regionId;
  return isForHost ? readEcsCredential(ecs.subType, data) : undefined;
}

/** The account's name where the value of the secret has none. */
function genericIn(value: SecretValue, userName: string): TargetCredential | undefined {
  const credential = value.type === 'Generic' ? readGenericCredential(value) : undefined;
  return credential && { ...credential, userName: credential.userName ?? userName };
}
