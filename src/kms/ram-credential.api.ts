import { isRecord, parseRecord } from '../common/record.ts';
import { wireTime } from '../common/clock.ts';
import { Redacted } from '../common/redacted.ts';

/** The AccessKey that a RAMCredentials secret holds. */
export interface RamCredential {
  readonly accessKeyId: string;
  readonly accessKeySecret: Redacted<string>;
  readonly generatedAt: Date;
}

const accessKeyId = /^\w{16,64}$/;
const accessKeySecret = /^[!-~]{16,128}$/;
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

/**
 * The credential in SecretData as CreateSecret takes it:
 * `{"AccessKeys":[{"AccessKeyId","AccessKeySecret","GenerateTimestamp"}]}` with exactly one pair. GenerateTimestamp
 * defaults to `now`. Undefined when the text has another form.
 */
export function readNewRamCredential(data: Redacted<string>, now: Date): RamCredential | undefined {
  const { AccessKeys: pairs, ...others } = parseRecord(data.reveal()) ?? {};
  if (!Array.isArray(pairs) || pairs.length !== 1 || Object.keys(others).length > 0) return undefined;
  return readPair(pairs[0], wireTime(now));
}

/** The credential in SecretData as it is stored and read back. Undefined when the text has another form. */
export function readRamCredential(data: Redacted<string>): RamCredential | undefined {
  return readPair(parseRecord(data.reveal()));
}

/** SecretData as it is stored and read back. */
export function writeRamCredential({ accessKeyId, accessKeySecret, generatedAt }: RamCredential): Redacted<string> {
  const AccessKeySecret = accessKeySecret.reveal();
  return new Redacted(
    JSON.stringify({ AccessKeyId: accessKeyId, AccessKeySecret, GenerateTimestamp: wireTime(generatedAt) }),
  );
}

function readPair(value: unknown, generated?: string): RamCredential | undefined {
  const {
    AccessKeyId: id,
    AccessKeySecret: secret,
    GenerateTimestamp: at = generated,
    ...others
  } = isRecord(value) ? value : {};
  if (Object.keys(others).length > 0 || !matches(id, accessKeyId) || !matches(secret, accessKeySecret))
    return undefined;
  if (!matches(at, moment) || Number.isNaN(Date.parse(at))) return undefined;
  return { accessKeyId: id, accessKeySecret: new Redacted(secret), generatedAt: new Date(at) };
}

function matches(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}
