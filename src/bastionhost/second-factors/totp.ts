import { Secret, TOTP } from 'otpauth';
import { Redacted } from '../../common/redacted.ts';

/** RFC 6238 as all authenticator apps have it by default. */
const period = 30;
const parameters = { algorithm: 'SHA1', digits: 6, period } as const;

/** 160 bits, as RFC 4226 recommends. */
const seedBytes = 20;

export function newSeed(): Redacted<Buffer> {
  return new Redacted(Buffer.from(new Secret({ size: seedBytes }).bytes));
}

/** The seed as people type it into an app: Base32. */
export function keyOf(seed: Redacted<Buffer>): Redacted<string> {
  return new Redacted(secretOf(seed).base32);
}

/**
 * What a QR code holds. It names no parameter that has its default value, and the issuer once: each character counts
 * where the code is drawn in a terminal.
 */
export function uriOf(seed: Redacted<Buffer>, name: { issuer: string; account: string }): Redacted<string> {
  const [account, issuer] = [name.account, name.issuer].map(encodeURIComponent);
  return new Redacted(`otpauth://totp/${account}?secret=${keyOf(seed).reveal()}&issuer=${issuer}`);
}

/** The time step that the code belongs to: this one, or one before or after it. Undefined: the code is wrong. */
export function stepOf(code: Redacted<string>, seed: Redacted<Buffer>, now: Date): number | undefined {
  const totp = new TOTP({ ...parameters, secret: secretOf(seed) });
  const timestamp = now.getTime();
  const drift = totp.validate({ token: code.reveal(), timestamp, window: 1 });
  return drift === null ? undefined : Math.floor(timestamp / 1000 / period) + drift;
}

function secretOf(seed: Redacted<Buffer>): Secret {
  return new Secret({ buffer: Uint8Array.from(seed.reveal()).buffer });
}
