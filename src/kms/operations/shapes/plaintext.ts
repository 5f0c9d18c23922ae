import { applyDecorators } from '@nestjs/common';
import { ValidateBy } from 'class-validator';
import { Redacted } from '../../../common/redacted.ts';
import { Sensitive } from '../../../gateway/fields.ts';
import { base64Length, fromBase64, isBase64 } from '../../../common/base64.ts';
import { bytesOf, type Plaintext } from '../../keys/plaintext.ts';

const maxBytes = 6_144;

/** 1 to 6,144 bytes in Base64, or any other text of up to 6,144 bytes in UTF-8. */
export const PlaintextText = () =>
  applyDecorators(
    Sensitive(1, base64Length(maxBytes)),
    ValidateBy({ name: 'isPlaintext', validator: { validate: (value) => value instanceof Redacted && fits(value) } }),
  );

function fits(value: Redacted<string>): boolean {
  return isBase64(value.reveal(), maxBytes) || Buffer.byteLength(value.reveal()) <= maxBytes;
}

/** Canonical Base64 is read as bytes. Everything else is text, which is what the vendor's Terraform provider sends. */
export function readPlaintext(value: Redacted<string>): Plaintext {
  const text = value.reveal();
  return isBase64(text, maxBytes)
    ? bytesOf(new Redacted(fromBase64(text)))
    : { form: 'text', data: new Redacted(Buffer.from(text)) };
}

/** Returns the Plaintext that Encrypt was given. */
export function showPlaintext({ form, data }: Plaintext): string {
  return data.reveal().toString(form === 'text' ? 'utf8' : 'base64');
}
