import type { Redacted } from '../../common/redacted.ts';
import type { SecretTag, SecretType } from '../kms.api.ts';
import type { SecretDataType } from './secret-version.entity.ts';

/** What CreateSecret makes a secret from. */
export interface SecretDraft {
  readonly name: string;
  readonly type: SecretType;
  readonly description: string;
  /** Id, alias or ARN; without it, the account's service key. */
  readonly encryptionKeyId?: string;
  readonly extendedConfig?: string;
  readonly tags: readonly SecretTag[];
  /** JSON text. */
  readonly policy?: string;
  /** The interval of automatic rotation; undefined: none. */
  readonly rotationSeconds?: number;
  readonly versionId: string;
  readonly data: Redacted<string>;
  readonly dataType: SecretDataType;
}
