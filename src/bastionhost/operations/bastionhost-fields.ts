import { isIP } from 'node:net';
import { applyDecorators } from '@nestjs/common';
import { ArrayNotEmpty, Matches, ValidateBy } from 'class-validator';
import { Bytes, Json, ListOf, OneOf, Sensitive, Text, Whole } from '../../gateway/fields.ts';

const objectId = /^[1-9]\d{0,17}$/;
const domainName =
  /^(?=.{1,253}$)[A-Za-z0-9_]([\w-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([\w-]{0,61}[A-Za-z0-9_])?)*\.?$/;

export const InstanceId = () => Text(1, 64, { pattern: /^[\w-]+$/ });

const networkId = /^[\w-]{1,64}$/;

/** Ids of security groups. */
export const SecurityGroupIds = () => applyDecorators(ListOf(String, { max: 100 }), Matches(networkId, { each: true }));

export const VswitchId = () => Text(1, 64, { pattern: networkId });

export const ResourceGroupId = () => Text(1, 64, { pattern: networkId });

/** The kind of resource that tags and resource groups are about: instances. */
export const ResourceType = () => OneOf('INSTANCE');

/** The ids of instances, in operations on tags. */
export const ResourceIds = () => applyDecorators(ListOf(String, { max: 20 }), ArrayNotEmpty());

/** The id of a host, an account, a user, a key or a group: decimal digits. */
export const ObjectId = () => Text(1, 18, { pattern: objectId });

/** The id of a host, where the vendor documents it as a number. */
export const NumericObjectId = () => Whole(1, 999_999_999_999_999);

/** A list of ids as a JSON string. */
export const ObjectIdList = (max: number) => applyDecorators(Json(String, { max }), Matches(objectId, { each: true }));

/** A list of ids in any wire encoding. */
export const ObjectIds = (max: number) => applyDecorators(ListOf(String, { max }), Matches(objectId, { each: true }));

const sessionId = /^[0-9a-f]{32}$/;

export const SessionId = () => Text(32, 32, { pattern: sessionId });

/** A list of the ids of sessions as a JSON string. */
export const SessionIdList = (max: number) =>
  applyDecorators(Json(String, { max }), Matches(sessionId, { each: true }));

/** A name chosen by a person. Control characters are refused, because names go to terminals and logs. */
export const Name = () => Text(1, 128, { pattern: /^[^\p{Cc}]+$/u });

const eachName = /^[^\p{Cc}]{1,128}$/u;

/** A list of such names as a JSON string. */
export const NameList = (max: number) => applyDecorators(Json(String, { max }), Matches(eachName, { each: true }));

/** A list of such names in any wire encoding. */
export const Names = (max: number) => applyDecorators(ListOf(String, { max }), Matches(eachName, { each: true }));

/** Free text, which may have several lines. */
export const Comment = () => Text(0, 500);

// Letters, digits and underscores are documented. The vendor's Terraform example has a hyphen; RAM names have dots, and
// names of RAM and of directories an `@`.
export const UserName = () => Text(1, 128, { pattern: /^\w(?:[\w.@-]*[\w.-])?$/ });

export const Email = () => Text(3, 128, { pattern: /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u });

export const Mobile = () => Text(3, 32, { pattern: /^\+?[\d -]+$/ });

const countryCodes = 'CN HK MO TW RU SG MY ID DE AU US AE JP GB IN KR PH CH SE SA'.split(' ');

export const CountryCode = () => OneOf(...countryCodes);

/** The documented states. Those of users who were changed in their directory do not occur here. */
export const UserState = () =>
  OneOf(
    'Normal',
    'Frozen',
    'Expired',
    'RemoteDeleted',
    'Inactive',
    'PasswordExpired',
    'RemoteDNChanged',
    'RemoteFrozen',
  );

/** A password of a host account. */
export const Password = () => Sensitive(1, 512);

/** A private key's text, in Base64. */
export const EncodedPrivateKey = () => Sensitive(1, 32_768);

/** Plain on host accounts. */
export const PassPhrase = () => Sensitive(1, 512);

/** In Base64, as on shared keys. */
export const EncodedPassPhrase = () => Sensitive(1, 1024);

/** A moment in seconds since 1970, up to the end of the year 9999. */
export const Seconds = () => Whole(0, 253_402_300_799);

/** An IP address or a domain name. */
export const Address = () =>
  applyDecorators(
    Text(1, 253),
    ValidateBy({
      name: 'isAddress',
      validator: { validate: (value: unknown) => typeof value === 'string' && isAddress(value) },
    }),
  );

/** The user of a proxy. SOCKS5 has room for 255 bytes, and HTTP ends the name at a colon. */
export const ProxyUser = () => applyDecorators(Bytes(1, 255), Matches(/^[^\p{Cc}:]+$/u));

// Terraform sends 0 for the default.
export const PageSize = () => Whole(0, 100);

function isAddress(text: string): boolean {
  return isIP(text) !== 0 || domainName.test(text);
}
