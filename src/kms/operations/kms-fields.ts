import { applyDecorators } from '@nestjs/common';
import { Matches, MaxLength, ValidateBy } from 'class-validator';
import { Redacted } from '../../common/redacted.ts';
import { Json, JsonText, Sensitive, Text } from '../../gateway/fields.ts';
import { base64Length, isBase64 } from '../../common/base64.ts';
import { contextPairs } from '../keys/encryption-context.ts';

/** A new secret's name, or `$Auto`. */
export const NewSecretName = () => Text(1, 192, { pattern: /^(\$Auto|[\w/+=.@-]+)$/ });

/** The name or ARN of a secret. */
export const SecretName = () => Text(1, 320, { pattern: /^(acs:kms:[\w-]*:\w*:secret\/)?[\w/+=.@-]{1,192}$/ });

/** The id or ARN of a key, or an alias. */
export const KeyId = () => Text(1, 320, { pattern: /^[\w:/.@-]+$/ });

export const KeyVersionId = () => Text(1, 64, { pattern: /^[\w-]+$/ });

/** A new alias; names that begin with `alias/acs` belong to services. */
export const NewAliasName = () => Text(7, 255, { pattern: /^alias\/(?!acs)[\w/-]+$/ });

export const AliasName = () => Text(7, 255, { pattern: /^alias\/[\w/-]+$/ });

/** 1 to `maxBytes` bytes in Base64. */
export const Base64 = (maxBytes: number) =>
  applyDecorators(
    Text(1, base64Length(maxBytes)),
    check('isBase64', (value) => typeof value === 'string' && isBase64(value, maxBytes)),
  );

/** The same for a value that must not be shown. */
export const SensitiveBase64 = (maxBytes: number) =>
  applyDecorators(
    Sensitive(1, base64Length(maxBytes)),
    check('isBase64', (value) => value instanceof Redacted && isBase64(value.reveal(), maxBytes)),
  );

/** A SHA-256 digest in Base64. */
export const Digest = () => Text(44, 44, { pattern: /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/ });

/** A JSON object of strings that is bound to a ciphertext. */
export const EncryptionContext = () =>
  applyDecorators(
    JsonText(2, 8192),
    check('isContext', (value) => typeof value === 'string' && isContext(value)),
  );

const printable = /^\P{Cc}+$/u;

export const VersionId = () => Text(1, 64, { pattern: printable });

export const VersionStage = () => Text(1, 128, { pattern: printable });

export const VersionStageList = () =>
  applyDecorators(Json(String, { max: 8 }), MaxLength(128, { each: true }), Matches(printable, { each: true }));

function check(name: string, validate: (value: unknown) => boolean): PropertyDecorator {
  return ValidateBy({ name, validator: { validate } });
}

// JsonText checks whether it is a JSON object at all.
function isContext(json: string): boolean {
  try {
    return contextPairs(json) !== undefined;
  } catch {
    return false;
  }
}
