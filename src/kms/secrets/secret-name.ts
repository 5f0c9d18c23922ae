import type { Caller } from '../../common/caller.ts';

const arn = /^acs:kms:([^:]*):([^:]*):secret\/(.*)$/s;
const wellFormed = /^[\w/+=.@-]{1,192}$/;

/** The ARN of a secret of the caller; an ARN stays as it is. */
export function secretArn(caller: Caller, nameOrArn: string): string {
  return arn.test(nameOrArn) ? nameOrArn : `acs:kms:${caller.region}:${caller.accountId}:secret/${nameOrArn}`;
}

/** The ARN that stands for all secrets of the caller. */
export function secretsArn({ accountId, region }: Caller): string {
  return `acs:kms:${region}:${accountId}:secret`;
}

/** Whose secret a name or ARN means: an ARN says it, a name is the caller's own. Undefined where none can have that name. */
export interface SecretPlace {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
}

export function secretPlace(caller: Caller, nameOrArn: string): SecretPlace | undefined {
  const [, region, accountId, name = nameOrArn] = arn.exec(nameOrArn) ?? [];
  if (!wellFormed.test(name)) return undefined;
  return { accountId: accountId ?? caller.accountId, region: region ?? caller.region, name };
}

/** The name in the caller's account and region that a name or ARN stands for; undefined for another account's or region's ARN. */
export function ownSecretName(caller: Caller, nameOrArn: string): string | undefined {
  const [, region, accountId, name] = arn.exec(nameOrArn) ?? [];
  if (name === undefined) return wellFormed.test(nameOrArn) ? nameOrArn : undefined;
  return region === caller.region && accountId === caller.accountId && wellFormed.test(name) ? name : undefined;
}
