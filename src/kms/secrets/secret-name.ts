import type { Caller } from '../../common/caller.ts';

const arn = /^acs:kms:([^:]*):([^:]*):secret\/(.*)$/s;
const wellFormed = /^[\w/+=.@-]{1,192}$/;

/** The ARN of a secret of the caller or of the account given; an ARN is returned unchanged. */
export function secretArn(caller: Pick<Caller, 'accountId' | 'region'>, nameOrArn: string): string {
  return arn.test(nameOrArn) ? nameOrArn : `acs:kms:${caller.region}:${caller.accountId}:secret/${nameOrArn}`;
}

/** The ARN that stands for all secrets of the caller. */
export function secretsArn({ accountId, region }: Caller): string {
  return `acs:kms:${region}:${accountId}:secret`;
}

/** The secret that a name or ARN refers to. An ARN says whose secret it is; a name is the caller's own. */
export interface SecretPlace {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
}

/**
 * Undefined for a name that no secret can have, and for an ARN of another region, since each region knows only its own
 * secrets.
 */
export function secretPlace({ accountId, region }: Caller, nameOrArn: string): SecretPlace | undefined {
  const [, arnRegion = region, owner = accountId, name = nameOrArn] = arn.exec(nameOrArn) ?? [];
  return wellFormed.test(name) && arnRegion === region ? { accountId: owner, region, name } : undefined;
}
