import type { Caller } from '../../common/caller.ts';

const arn = /^acs:kms:([^:]*):([^:]*):secret\/(.*)$/s;
const wellFormed = /^[\w/+=.@-]{1,192}$/;

/** The ARN of a secret of the caller, or of the account named; an ARN stays as it is. */
export function secretArn(caller: Pick<Caller, 'accountId' | 'region'>, nameOrArn: string): string {
  return arn.test(nameOrArn) ? nameOrArn : `acs:kms:${caller.region}:${caller.accountId}:secret/${nameOrArn}`;
}

/** The ARN that stands for all secrets of the caller. */
export function secretsArn({ accountId, region }: Caller): string {
  return `acs:kms:${region}:${accountId}:secret`;
}

/** Whose secret a name or ARN means: an ARN says it, a name is the caller's own. */
export interface SecretPlace {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
}

/** Undefined where none can have that name, and for the ARN of another region: each knows its own secrets only. */
export function secretPlace({ accountId, region }: Caller, nameOrArn: string): SecretPlace | undefined {
  const [, arnRegion = region, owner = accountId, name = nameOrArn] = arn.exec(nameOrArn) ?? [];
  return wellFormed.test(name) && arnRegion === region ? { accountId: owner, region, name } : undefined;
}
