import type { Caller, Identity } from '../common/caller.ts';
import { newRequestId } from '../common/identifiers.ts';
import type { Redacted } from '../common/redacted.ts';
import { roleArn } from './arns.ts';
import type { ServiceLinkedRole } from './products.api.ts';

/** An AccessKey pair with the identity that it authenticates. */
export interface AccessKey {
  readonly id: string;
  readonly secret: Redacted<string>;
  readonly active: boolean;
  readonly accountId: string;
  readonly identity: Identity;
  /** For the key of a session: the token that must come with every call. */
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
  /** Records, shortly afterwards and to the minute, that a key was used for a call. `service` is as in RAM actions. */
  abstract noteUse(accessKey: AccessKey, service: string): void;
}

/** Used signature nonces. Each is valid once per AccessKey. */
export abstract class Nonces {
  /**
   * Returns true when the nonce is new for this AccessKey, false for a replay. The claim is durable before anything
   * that is committed afterwards.
   */
  abstract claim(accessKeyId: string, nonce: string): Promise<boolean>;
}

/** What a call wants to do: a RAM action such as `ram:GetUser` on a resource ARN. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  /** What is known about the resource, where the caller of `authorize` has already read it. */
  readonly facts?: ResourceFacts;
  /** Further condition keys, for example `ram:ServiceName`. */
  readonly context?: Readonly<Record<string, string>>;
}

/** What a resource contributes to a decision. */
export interface ResourceFacts {
  /** The policy of the resource itself. */
  readonly policy?: string;
  /** Its tags, for conditions on `<service>:tag/<key>`, with the service of the resource's ARN. */
  readonly tags?: Readonly<Record<string, string>>;
  /** For a role that is to be assumed: the policy that says who may assume it. Null where there is no such role. */
  readonly trustPolicy?: string | null;
}

/** Finds what is known about a resource by its ARN; undefined when there is no such resource. */
export type ResourceFactsLoader = (resource: string) => Promise<ResourceFacts | undefined>;

/** Decides whether a caller may do something. */
export abstract class Authorization {
  /** Resolves when it is allowed. @throws AccessDenied */
  abstract authorize(caller: Caller, permission: Permission): Promise<void>;
  /**
   * Registers a loader for a service (as in ARNs) whose resources have policies or tags. It is asked before each
   * decision on a resource that comes without facts.
   */
  abstract useFacts(service: string, loader: ResourceFactsLoader): void;
}

/** Why something was refused, in the terms of the vendor's AccessDeniedDetail. */
export interface Denial {
  readonly noPermissionType: 'ImplicitDeny' | 'ExplicitDeny';
  readonly policyType: 'AccountLevelIdentityBasedPolicy' | 'SessionPolicy' | 'AssumeRolePolicy';
}

/** A refusal by the permission system. Each product words it in its own way. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';

  constructor(
    readonly caller: Caller,
    readonly permission: Permission,
    readonly denial: Denial,
  ) {
    super(`${caller.identity.arn} may not ${permission.action} on ${permission.resource}`);
  }

  /** True when the resource belongs to another account. Products may then answer as if it did not exist. */
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
  /** The id (16 digits) of the first one, which was created at the first start. */
  abstract primaryAccountId(): string;
}

/** Policies are parsed and checked here, wherever they are stored. */
export { MalformedPolicy, readPolicy } from './evaluation/policy-document.ts';

/** The caller of a request that the service itself makes under one of its service roles. */
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
      arn: roleArn(context.accountId, role.roleName),
      onBehalfOf: context.onBehalfOf,
    },
    sourceAddress: context.sourceAddress ?? 'internal',
    secureTransport: context.secureTransport ?? true,
    requestId: context.requestId ?? newRequestId(),
  };
}
