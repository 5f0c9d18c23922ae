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
  /** True when the nonce was new for this AccessKey, false for a replay. Durable when it resolves. */
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

/** The account that this installation serves, known once the service has started. */
export abstract class Accounts {
  /** The id (16 digits) of the account that owns the bastion instance made at first start. */
  abstract primaryAccountId(): string;
}

/** Accounts as they are created, beside the installation's own. */
export abstract class NewAccounts {
  /** Calls `listener` in the transaction that creates an account; what it throws keeps the account from being created. */
  abstract onCreate(listener: (tx: EntityManager, accountId: string) => Promise<void>): void;
}

/** The roles that the service itself acts in. */
export { bastionServiceRole, ecsSecretsServiceRole };

/** The caller of a request that the service makes itself under one of its service roles. */
export function serviceRoleCaller(
  role: ServiceLinkedRole,
  context: { accountId: string; region: string; sourceAddress?: string; onBehalfOf?: string; requestId?: string },
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
    requestId: context.requestId ?? newRequestId(),
  };
}
