import type { Caller } from '../common/caller.ts';
import type { Page, PageRequest } from '../common/page.ts';
import type { Redacted } from '../common/redacted.ts';

export type SecretType = 'Generic' | 'ECS' | 'RAMCredentials';

/** A secret as ListSecrets shows it. */
export interface SecretSummary {
  readonly name: string;
  readonly type: SecretType;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Set while the secret is pending deletion. */
  readonly plannedDeletionAt?: Date;
  readonly tags: readonly SecretTag[];
  /** Undefined for secrets of other types. */
  readonly ecs?: EcsSecretConfig;
}

export interface SecretTag {
  readonly key: string;
  readonly value: string;
}

/** The instance and kind of credential of an ECS secret, from its ExtendedConfig. */
export interface EcsSecretConfig {
  readonly subType: 'Password' | 'SSHKey';
  readonly regionId: string;
  readonly instanceId: string;
}

/** The automatic rotation of a managed secret. */
export interface RotationSchedule {
  /** `Invalid`: the last rotation failed for good, and a person has to step in. */
  readonly state: 'Enabled' | 'Disabled' | 'Invalid';
  readonly intervalSeconds?: number;
  readonly nextAt?: Date;
}

/** A condition of ListSecrets. Values of one filter are alternatives; filters with different keys must all hold. */
export interface SecretFilter {
  readonly key: 'SecretName' | 'Description' | 'TagKey' | 'TagValue' | 'DKMSInstanceId' | 'SecretType' | 'Creator';
  readonly values: readonly string[];
}

export interface SecretListing {
  readonly filters: readonly SecretFilter[];
  readonly page: PageRequest;
}

/** Names a version of a secret; without version and stage, the one labelled ACSCurrent. */
export interface SecretValueQuery {
  /** Name or ARN. */
  readonly secretName: string;
  readonly versionId?: string;
  readonly versionStage?: string;
  /**
   * When true, the call always throws and only says what would have happened: DryRunOperationError when the value could
   * have been read.
   */
  readonly dryRun?: boolean;
}

/** One version of a secret, with its value. */
export interface SecretValue {
  readonly secretName: string;
  readonly type: SecretType;
  readonly versionId: string;
  readonly versionStages: readonly string[];
  readonly data: Redacted<string>;
  readonly dataType: 'text' | 'binary';
  /** When the version was created. */
  readonly createdAt: Date;
  /** When a rotation last succeeded. */
  readonly lastRotatedAt?: Date;
  /** Undefined for Generic secrets. */
  readonly schedule?: RotationSchedule;
  readonly extendedConfig?: string;
  readonly ecs?: EcsSecretConfig;
}

/**
 * The calls ListSecrets and GetSecretValue for callers inside the process. Authorises the caller and writes the audit
 * row exactly as the operation does.
 * @throws the operation's errors: Forbidden.ResourceNotFound, Rejected.ResourceInDeleteWindow, Rejected.Disabled, …
 */
export abstract class SecretReader {
  abstract list(caller: Caller, listing: SecretListing): Promise<Page<SecretSummary>>;
  abstract getValue(caller: Caller, query: SecretValueQuery): Promise<SecretValue>;
}

/** What an ECS secret's SecretData holds. */
export type EcsCredential =
  | { readonly userName: string; readonly password: Redacted<string> }
  | { readonly userName: string; readonly publicKey: string; readonly privateKey: Redacted<string> };
