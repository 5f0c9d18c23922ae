import type { EntityManager } from 'typeorm';
import type { Caller, Identity } from '../common/caller.ts';
import { newRequestId } from '../common/identifiers.ts';
import type { Redacted } from '../common/redacted.ts';
import {
  bastionServiceRole,
  ecsSecretsServiceRole,
  serviceRoleArn,
  type ServiceLinkedRole,
} from './policies/service-linked-roles.ts';

/** An AccessKey pair with the identity that it authenticates. */
export interface AccessKey {
  readonly id: string;
  readonly secret: Redacted<string>;
  readonly active: boolean;
  readonly accountId: string;
  readonly identity: Identity;
  /** Of a session's key: the token that must come with every call. */
  readonly session?: AccessKeySession;
}

export interface AccessKeySession {
  /** SHA-256 of the security token. */
  readonly tokenHash: Buffer;
  readonly expiresAt: Date;
}

/** The AccessKeys that may sign requests. */
export abstract class AccessKeys {
  /** The pair with this id, or undefined; never stale. */
  abstract find(accessKeyId: string): Promise<AccessKey | undefined>;
  /** Notes, soon and to the minute, that a key was used for a call of a product (`kms`). */
  abstract noteUse(accessKey: AccessKey, service: string): void;
}

/** Signature nonces that were used: each counts once per AccessKey. */
export abstract class Nonces {
  /** True when the nonce was new for this AccessKey, false for a replay. Durable before anything that is committed afterwards. */
  abstract claim(accessKeyId: string, nonce: string): Promise<boolean>;
}

/** What a call wants to do: a RAM action such as `kms:GetSecretValue` on a resource ARN. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  /** What is known of the resource, where the caller of `authorize` has read it already. */
  readonly facts?: ResourceFacts;
  /** Further condition keys, for example `ram:ServiceName`. */
  readonly context?: Readonly<Record<string, string>>;
}

/** What a resource brings into a decision. */
export interface ResourceFacts {
  /** The policy that the resource carries itself. */
  readonly policy?: string;
  /** Its tags, for conditions on `kms:tag/<key>`. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Of a role that is to be assumed: who may, beside what their own policies say. Null where there is no such role. */
  readonly trustPolicy?: string | null;
}

/** Finds what is known of a resource by its ARN; undefined when there is no such resource. */
export type ResourceFactsLoader = (resource: string) => Promise<ResourceFacts | undefined>;

/** Decides whether a caller may do something. */
export abstract class Authorization {
  /** Resolves when it is allowed, throws AccessDenied when not. */
  abstract authorize(caller: Caller, permission: Permission): Promise<void>;
  /** Where the resources of a service (`kms`) have policies or tags of their own: asked before each decision over one. */
  abstract useFacts(service: string, loader: ResourceFactsLoader): void;
}

/** Why something was refused, in the words of the vendor's AccessDeniedDetail. */
export interface Denial {
  readonly noPermissionType: 'ImplicitDeny' | 'ExplicitDeny';
  readonly policyType: 'AccountLevelIdentityBasedPolicy' | 'SessionPolicy' | 'AssumeRolePolicy';
}

/** A refusal by the permission system; each product words it in its own way. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';

  constructor(
    readonly caller: Caller,
    readonly permission: Permission,
    readonly denial: Denial,
  ) {
    super(`${caller.identity.arn} may not ${permission.action} on ${permission.resource}`);
  }

  /** True when the resource is another account's: then it is answered as one that does not exist. */
  get isForeign(): boolean {
    const owner = this.permission.resource.split(':', 4)[3] ?? '';
    return /^\d{16}$/.test(owner) && owner !== this.caller.accountId;
  }

  /** The member AccessDeniedDetail of the vendor's answer. */
  get detail(): Readonly<Record<string, string>> {
    const { identity, accountId } = this.caller;
    return {
      AuthAction: this.permission.action,
      AuthPrincipalType:
        identity.kind === 'RamUser' ? 'SubUser' : identity.kind === 'Account' ? 'Account' : 'AssumedRoleUser',
      AuthPrincipalOwnerId: accountId,
      AuthPrincipalDisplayName: identity.principalId ?? identity.arn,
      NoPermissionType: this.denial.noPermissionType,
      PolicyType: this.denial.policyType,
    };
  }
}

/** The accounts that this installation serves, known once the service has started. */
export abstract class Accounts {
  /** The id (16 digits) of the first one, which was made at first start. */
  abstract primaryAccountId(): string;
}

/** Does what a product does for each new account; in the transaction that makes the account. */
export type NewAccountListener = (tx: EntityManager, accountId: string) => Promise<void>;

/** Accounts that are made beside the first one. */
export abstract class NewAccounts {
  /** To be called while the service starts. A listener that throws keeps the account from being made. */
  abstract onCreate(listener: NewAccountListener): void;
}

/** The AccessKeys of accounts themselves, for whoever is at the machine. */
export abstract class RootAccessKeys {
  /**
   * Makes a new pair, writes it to `<data>/root-access-key.json` (0600; with the account's id for all but the first account) and
   * disables the account's others. Answers the file's path.
   */
  abstract replace(accountId: string): Promise<string>;
}

/** An AccessKey of a RAM user, without its secret. */
export interface KnownAccessKey {
  readonly accessKeyId: string;
  readonly active: boolean;
  readonly createdAt: Date;
  /** To the minute; null when it was never used. */
  readonly lastUsedAt: Date | null;
}

export interface CreatedAccessKey extends Omit<KnownAccessKey, 'lastUsedAt'> {
  readonly secret: Redacted<string>;
}

/**
 * The AccessKeys of RAM users, by the user's name in the caller's account; the caller's permission is not asked for here. A change is part
 * of the transaction that is given, else one of its own. Throws EntityNotExist.User, EntityNotExist.User.AccessKey.
 */
export abstract class UserAccessKeys {
  /** Throws LimitExceeded.User.AccessKey when the user has two. */
  abstract create(caller: Caller, userName: string, tx?: EntityManager): Promise<CreatedAccessKey>;
  abstract list(caller: Caller, userName: string): Promise<KnownAccessKey[]>;
  abstract get(caller: Caller, userName: string, accessKeyId: string): Promise<KnownAccessKey>;
  abstract setActive(caller: Caller, userName: string, accessKeyId: string, active: boolean): Promise<void>;
  abstract delete(caller: Caller, userName: string, accessKeyId: string, tx?: EntityManager): Promise<void>;
}

/** Whether anything in the caller's account still depends on a service's role. */
export type DependencyCheck = (caller: Caller, tx: EntityManager) => Promise<boolean>;

/** The roles that services act in. */
export abstract class ServiceLinkedRoles {
  /**
   * Makes the role with its policy attached, if the caller's account does not have it yet. Then the caller must be allowed
   * `ram:CreateServiceLinkedRole` for the role's service. Throws AccessDenied.
   */
  abstract ensure(caller: Caller, tx: EntityManager, role: ServiceLinkedRole): Promise<void>;
  /** Says how to find out whether a service's role is needed; a role that nobody answers for is never deleted. */
  abstract usedBy(serviceName: string, check: DependencyCheck): void;
}

/** Policies are read and checked here, wherever they are kept. */
export { MalformedPolicy, readPolicy } from './evaluation/policy-document.ts';

/** The roles that the service itself acts in. */
export { bastionServiceRole, ecsSecretsServiceRole };

/** The caller of a request that the service makes itself under one of its service roles. */
export function serviceRoleCaller(
  role: ServiceLinkedRole,
  context: Pick<Caller, 'accountId' | 'region'> &
    Partial<Pick<Caller, 'sourceAddress' | 'secureTransport' | 'requestId'>> & { onBehalfOf?: string },
): Caller {
  return {
    accountId: context.accountId,
    region: context.region,
    identity: {
      kind: 'ServiceRole',
      arn: serviceRoleArn(context.accountId, role),
      onBehalfOf: context.onBehalfOf,
    },
    sourceAddress: context.sourceAddress ?? 'internal',
    secureTransport: context.secureTransport ?? true,
    requestId: context.requestId ?? newRequestId(),
  };
}
