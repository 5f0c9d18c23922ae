import type { Caller } from '../common/caller.ts';
import type { PolicyReference } from './policies/find-policy.ts';

/** The resource that calls on the account's own settings are authorised against. */
export function accountResource({ accountId }: Caller): string {
  return `acs:ram:*:${accountId}:*`;
}

/** The resource that calls on MFA devices are authorised against. */
export function mfaDeviceResource({ accountId }: Caller): string {
  return `acs:ram:*:${accountId}:mfa/*`;
}

/** The resource that calls on a user are authorised against; without a name, that of all users. */
export function userResource({ accountId }: Caller, userName = '*'): string {
  return `acs:ram:*:${accountId}:user/${userName}`;
}

export function groupResource({ accountId }: Caller, groupName = '*'): string {
  return `acs:ram:*:${accountId}:group/${groupName}`;
}

export function roleResource({ accountId }: Caller, roleName = '*'): string {
  return `acs:ram:*:${accountId}:role/${roleName}`;
}

/** A system policy belongs to `system` instead of an account. */
export function policyResource({ accountId }: Caller, { type, name }: PolicyReference): string {
  return `acs:ram:*:${type === 'System' ? 'system' : accountId}:policy/${name}`;
}

/** The ARN of a role. The name of the role is in lower case, as the vendor writes it. */
export function roleArn(accountId: string, roleName: string): string {
  return `acs:ram::${accountId}:role/${roleName.toLowerCase()}`;
}
