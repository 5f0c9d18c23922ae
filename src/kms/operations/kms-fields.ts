import { applyDecorators } from '@nestjs/common';
import { Matches, MaxLength } from 'class-validator';
import { Json, Text, Whole } from '../../gateway/fields.ts';

/** A new secret's name. */
export const NewSecretName = () => Text(1, 192, { pattern: /^[\w/+=.@-]+$/ });

/** The name or ARN of a secret. */
export const SecretName = () => Text(1, 320, { pattern: /^(acs:kms:[\w-]*:\w*:secret\/)?[\w/+=.@-]{1,192}$/ });

/** The id or ARN of a key, or an alias. */
export const KeyId = () => Text(1, 320, { pattern: /^[\w:/.@-]+$/ });

const printable = /^\P{Cc}+$/u;

export const VersionId = () => Text(1, 64, { pattern: printable });

export const VersionStage = () => Text(1, 128, { pattern: printable });

/** Up to 8 labels. */
export const VersionStageList = () =>
  applyDecorators(Json(String, { max: 8 }), MaxLength(128, { each: true }), Matches(printable, { each: true }));

export const PageNumber = () => Whole(1, 1_000_000);

export const PageSize = () => Whole(1, 100);
