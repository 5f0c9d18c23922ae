import type { Caller, Identity } from '../common/caller.ts';
import { newRequestId } from '../common/identifiers.ts';
import type { Redacted } from '../common/redacted.ts';

/** An AccessKey pair with the identity that it authenticates. */
export interface AccessKey {
  readonly id: string;
  readonly secret: Redacted<string>;
  readonly active: boolean;
  readonly accountId: string;
  readonly identity: Identity;
}

/** The AccessKeys that may sign requests. */
export abstract class AccessKeys {
  /** The pair with this id, or undefined; never stale. */
  abstract find(accessKeyId: string): Promise<AccessKey | undefined>;
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
}

/** Decides whether a caller may do something. */
export abstract class Authorization {
  /** Resolves when it is allowed, throws AccessDenied when not. */
  abstract authorize(caller: Caller, permission: Permission): Promise<void>;
}

/** A refusal by the permission system; each product words it in its own way. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';

  constructor(
    readonly caller: Caller,
    readonly permission: Permission,
  ) {
    super(`${caller.identity.arn} may not ${permission.action} on ${permission.resource}`);
  }
}

/** The account that this installation serves, known once the service has started. */
export abstract class Accounts {
  /** The id (16 digits) of the account that owns the bastion instance made at first start. */
  abstract primaryAccountId(): string;
}

/** The role under which the bastion calls KMS and ECS. */
export const bastionServiceRole = 'AliyunServiceRoleForBastionhost';

/** The role under which KMS changes the credentials of ECS instances. */
export const ecsSecretsServiceRole = 'AliyunServiceRoleForKMSSecretsManagerForECS';

/** The caller of a request that the service makes itself under one of its service roles. */
export function serviceRoleCaller(
  role: typeof bastionServiceRole | typeof ecsSecretsServiceRole,
  context: { accountId: string; region: string; sourceAddress?: string; onBehalfOf?: string; requestId?: string },
): Caller {
  return {
    accountId: context.accountId,
    region: context.region,
    identity: {
      kind: 'ServiceRole',
      arn: `acs:ram::${context.accountId}:role/${role.toLowerCase()}`,
      onBehalfOf: context.onBehalfOf,
    },
    sourceAddress: context.sourceAddress ?? 'internal',
    requestId: context.requestId ?? newRequestId(),
  };
}
