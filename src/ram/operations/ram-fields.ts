import { applyDecorators } from '@nestjs/common';
import { ValidateBy } from 'class-validator';
import { JsonText, ListOf, OneOf, Text, Whole } from '../../gateway/fields.ts';
import { taggedTypes } from '../../identity/tags/ram-tag.entity.ts';

export const UserName = () => Text(1, 64, { pattern: /^[\w.-]+$/ });

export const GroupName = () => Text(1, 64, { pattern: /^[\w.-]+$/ });

export const RoleName = () => Text(1, 64, { pattern: /^[\w.-]+$/ });

/** The name of a new role. Names of service-linked roles are reserved for services. */
export const NewRoleName = () => Text(1, 64, { pattern: /^(?!aliyunservicerolefor)[a-z0-9.-]+$/i });

export const PolicyName = () => Text(1, 128, { pattern: /^[a-zA-Z0-9-]+$/ });

export const PolicyType = () => OneOf('System', 'Custom');

export const VersionId = () => Text(1, 16, { pattern: /^v[1-9]\d{0,8}$/ });

/** The limit of a custom policy is 6,144 bytes. Trust policies have a lower one. */
export const PolicyDocument = () => JsonText(1, 6_144);

export const TrustPolicyDocument = () => JsonText(1, 4_096);

export const MaxSessionDuration = () => Whole(3_600, 43_200);

export const UserAccessKeyId = () => Text(1, 128, { pattern: /^[\w.-]+$/ });

/** A name chosen by a person. Control characters are refused, because names go to terminals and logs. */
export const DisplayName = () => Text(1, 128, { pattern: /^[^\p{Cc}]+$/u });

export const Comments = () => Text(1, 128);

export const Description = () => Text(1, 1_024);

export const Email = () => applyDecorators(Text(3, 128), hasForm(/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u));

/** `<country code>-<number>`. */
export const MobilePhone = () => applyDecorators(Text(3, 32), hasForm(/^\d{1,6}-\d{3,20}$/));

export const MaxItems = () => Whole(1, 1_000);

export const Marker = () => Text(1, 1_024);

export const ResourceType = () => OneOf(...taggedTypes);

export const ResourceNames = () => ListOf(String, { max: 50 });

function hasForm(form: RegExp): PropertyDecorator {
  const validate = (value: unknown) => typeof value === 'string' && form.test(value);
  return ValidateBy({ name: 'hasForm', validator: { validate } });
}
