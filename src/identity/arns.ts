import type { Caller } from '../common/caller.ts';
import type { PolicyReference } from './policies/find-policy.ts';

/** What calls on the account's own settings are authorised against. */
export function accountResource({ accountId }: Caller): string {
  return `acs:ram:*:${accountId}:*`;
}

/** What calls on MFA devices are authorised against. */
export function mfaDeviceResource({ accountId }: Caller): string {
  return `acs:ram:*:${accountId}:mfa/*`;
}

/** What calls on a user are authorised against; on users in general without a name. */
export function userResource({ accountId }: Caller, userName = '*'): string {
  return `acs:ram:*:${accountId}:user/${userName}`;
}

export function groupResource({ accountId }: Caller, groupName = '*'): string {
  return `acs:ram:*:${accountId}:group/${groupName}`;
}

export function roleResource({ accountId }: Caller, roleName = '*'): string {
  return `acs:ram:*:${accountId}:role/${roleName}`;
}

/** Policies of the system belong to `system`. */
export function policyResource({ accountId }: Caller, { type, name }: PolicyReference): string {
  return `acs:ram:*:${type === 'System' ? 'system' : accountId}:policy/${name}`;
}

/** The ARN of a role: in lower case, as the vendor writes them. */
export function roleArn(accountId: string, roleName: string): string {
  return `acs:ram::${accountId}:role/${roleName.toLowerCase()}`;
}
