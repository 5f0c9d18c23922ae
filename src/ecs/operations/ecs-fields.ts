import { isIP } from 'node:net';
import { applyDecorators } from '@nestjs/common';
import { ValidateBy } from 'class-validator';
import type { Caller } from '../../common/caller.ts';
import { Text } from '../../gateway/fields.ts';

const domainName = /^(?=.{1,253}$)\w([\w-]{0,61}\w)?(\.\w([\w-]{0,61}\w)?)*$/;

export const InstanceId = () => Text(1, 64, { pattern: /^[\w-]+$/ });

/** The id of a newly registered server: like the vendor's, but of any length. */
export const NewInstanceId = () => Text(3, 64, { pattern: /^i-[a-z0-9]+$/ });

/** A name chosen by people. No control characters, because names are printed to terminals and logs. */
export const InstanceName = () => Text(2, 128, { pattern: /^\P{Cc}+$/u });

/** An IP address or a domain name. */
export const Address = () =>
  applyDecorators(
    Text(1, 253),
    ValidateBy({
      name: 'isAddress',
      validator: { validate: (value) => typeof value === 'string' && (isIP(value) > 0 || domainName.test(value)) },
    }),
  );

/** The name of a user on an instance, including domain users: `svc@corp.example`, `CORP\jdoe`. */
export const LoginName = () => Text(1, 255, { pattern: /^\w([\w.@\\-]*[\w.-])?$/ });

export const NextToken = () => Text(1, 1_024, { pattern: /^[\w-]+$/ });

/** The ARN of an instance; without an id, the ARN that stands for all instances of the caller. */
export function instanceArn({ accountId, region }: Caller, instanceId = '*'): string {
  return `acs:ecs:${region}:${accountId}:instance/${instanceId}`;
}
