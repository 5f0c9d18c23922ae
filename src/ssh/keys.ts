import { createHash, createPrivateKey, createPublicKey, generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import ssh2, { type ParsedKey } from 'ssh2';
import { md5Fingerprint } from './md5-fingerprint.ts';
import { Redacted } from '../common/redacted.ts';
import { withoutPassphrase } from './encrypted-key.ts';
import { KeyError } from './key-error.ts';
import { ed25519File } from './openssh-format.ts';
import { WireReader } from './wire.ts';

export { KeyError, type KeyErrorReason } from './key-error.ts';

const { parseKey } = ssh2.utils;

/** The accepted key types, named as in authorized_keys. */
const keyTypes = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
] as const;
export type SshKeyType = (typeof keyTypes)[number];

const maxTextLength = 32_768;
const rsaBits = { least: 1024, most: 16_384 };

/** A valid public key: on its curve, of an accepted type and size. */
export class PublicKey {
  constructor(
    readonly type: SshKeyType,
    /** The key in SSH wire form. */
    readonly blob: Buffer,
    readonly comment: string,
    private readonly parsed: ParsedKey,
  ) {}

  /** As `ssh-keygen -l` prints it: `SHA256:` and 43 characters of unpadded Base64. */
  get fingerprintSha256(): string {
    return `SHA256:${createHash('sha256').update(this.blob).digest('base64').replace(/=+$/, '')}`;
  }

  /** Sixteen hexadecimal pairs joined by colons, without a prefix. */
  get fingerprintMd5(): string {
    return md5Fingerprint(this.blob);
  }

  /** The length of the modulus; undefined for other types. */
  get rsaBits(): number | undefined {
    return createPublicKey(this.parsed.getPublicPEM()).asymmetricKeyDetails?.modulusLength;
  }

  /** The line for authorized_keys, without a line break. */
  get authorizedKey(): string {
    return [this.type, this.blob.toString('base64'), this.comment].filter(Boolean).join(' ');
  }

  /** `hash` is `sha256` or `sha512` for RSA, and undefined for the other types. */
  verify(data: Buffer, signature: Buffer, hash?: string): boolean {
    return this.parsed.verify(data, signature, hash) === true;
  }
}

/** A parsed private key, no longer protected by a passphrase. */
export class PrivateKey {
  readonly #parsed: ParsedKey;

  constructor(
    readonly publicKey: PublicKey,
    parsed: ParsedKey,
  ) {
    this.#parsed = parsed;
  }

  /** The form that ssh2's client and server take. */
  get parsed(): Redacted<ParsedKey> {
    return new Redacted(this.#parsed);
  }

  sign(data: Buffer): Buffer {
    const signature: Buffer | Error = this.#parsed.sign(data, this.publicKey.type === 'ssh-rsa' ? 'sha512' : undefined);
    if (signature instanceof Error) throw new KeyError('malformed', 'the private key cannot sign');
    return signature;
  }
}

/**
 * Opens a private key in OpenSSH's format, PEM (`RSA PRIVATE KEY`, `EC PRIVATE KEY`) or unencrypted PKCS#8.
 * @throws KeyError whatever is wrong with it
 */
export async function parsePrivateKey(text: Redacted<string>, passphrase?: Redacted<string>): Promise<PrivateKey> {
  bounded(text.reveal());
  const plain = await withoutPassphrase(fromPkcs8(text.reveal()), passphrase?.reveal());
  const parsed = parse(plain, passphrase?.reveal());
  if (!parsed.isPrivateKey()) throw new KeyError('not-a-private-key', 'this is not a private key');
  return new PrivateKey(publicKeyOf(parsed), parsed);
}

/** Parses one line of authorized_keys (type, Base64, comment; no options, no certificate). @throws KeyError */
export function parsePublicKey(line: string): PublicKey {
  bounded(line);
  const [type, blob = '', ...comment] = line.trim().split(/[ \t]+/);
  if (!keyTypes.some((known) => known === type))
    throw new KeyError('unsupported', 'the public key is of an unsupported type');
  // eslint-disable-next-line no-control-regex
  if (/[\0-\x1f\x7f]/.test(comment.join(' ')))
    throw new KeyError('malformed', "the public key's comment has control characters");
  const key = publicKeyFromWire(Buffer.from(blob, 'base64'));
  if (key.type !== type) throw new KeyError('malformed', "the public key's type and value differ");
  return new PublicKey(key.type, key.blob, comment.join(' '), parse(key.blob));
}

/** Parses a public key in SSH wire form. @throws KeyError */
export function publicKeyFromWire(blob: Buffer): PublicKey {
  const parsed = parse(blob);
  if (parsed.isPrivateKey()) throw new KeyError('malformed', 'this is not a public key');
  const key = publicKeyOf(parsed);
  if (!key.blob.equals(blob)) throw new KeyError('malformed', 'the public key is not in its canonical form');
  return key;
}

/** True where the public key verifies what the private key signs; names and comments do not count. */
export function belongsTogether(privateKey: PrivateKey, publicKey: PublicKey): boolean {
  if (!privateKey.publicKey.blob.equals(publicKey.blob)) return false;
  const challenge = randomBytes(32);
  return publicKey.verify(challenge, privateKey.sign(challenge), publicKey.type === 'ssh-rsa' ? 'sha512' : undefined);
}

export type KeyPairKind = 'rsa-3072' | 'ed25519' | 'ecdsa-p256';

export interface SshKeyPair {
  /** PEM as written by `ssh-keygen -m PEM` for RSA and ECDSA, OpenSSH's format for ed25519. */
  readonly privateKey: Redacted<string>;
  /** The line for authorized_keys. */
  readonly publicKey: string;
}

const generate = promisify(generateKeyPair);

/** Generates a key pair off the event loop. */
export async function generateSshKeyPair(kind: KeyPairKind, comment = ''): Promise<SshKeyPair> {
  const text = new Redacted(await generatePrivateKey(kind));
  const { publicKey } = await parsePrivateKey(text);
  const line = [publicKey.type, publicKey.blob.toString('base64'), comment].filter(Boolean).join(' ');
  return { privateKey: text, publicKey: line };
}

async function generatePrivateKey(kind: KeyPairKind): Promise<string> {
  switch (kind) {
    case 'ed25519':
      return ed25519File((await generate('ed25519', {})).privateKey);
    case 'rsa-3072':
      return (await generate('rsa', { modulusLength: 3072 })).privateKey
        .export({ type: 'pkcs1', format: 'pem' })
        .toString();
    case 'ecdsa-p256':
      return (await generate('ec', { namedCurve: 'P-256' })).privateKey
        .export({ type: 'sec1', format: 'pem' })
        .toString();
  }
}

function bounded(text: string): void {
  if (text.length > maxTextLength) throw new KeyError('malformed', `a key has at most ${maxTextLength} characters`);
}

/** Converts PKCS#8, which ssh2 cannot read. Encrypted PKCS#8 stays as it is: the sender chooses its iteration count. */
function fromPkcs8(text: string): string {
  if (!text.trim().startsWith('-----BEGIN PRIVATE KEY-----')) return text;
  try {
    const key = createPrivateKey(text);
    if (key.asymmetricKeyType === 'ed25519') return ed25519File(key);
    if (key.asymmetricKeyType === 'rsa') return key.export({ type: 'pkcs1', format: 'pem' }).toString();
    return key.export({ type: 'sec1', format: 'pem' }).toString();
  } catch {
    throw new KeyError('unsupported', 'the PKCS#8 private key is malformed or of an unsupported type');
  }
}

function parse(text: string | Buffer, passphrase?: string): ParsedKey {
  let result: ParsedKey | ParsedKey[] | Error;
  try {
    result = parseKey(text, passphrase);
  } catch {
    throw new KeyError('malformed', 'the key is malformed');
  }
  const parsed = Array.isArray(result) ? result[0] : result;
  if (parsed instanceof Error) throw asKeyError(parsed, passphrase !== undefined);
  if (!parsed) throw new KeyError('malformed', 'the key is malformed');
  return parsed;
}

function asKeyError(error: Error, withPassphrase: boolean): KeyError {
  if (/no passphrase given/.test(error.message))
    return new KeyError('passphrase-missing', 'the private key needs its passphrase');
  const undecipherable = /integrity check failed|bad passphrase|Malformed OpenSSH private key/.test(error.message);
  if (withPassphrase && undecipherable)
    return new KeyError('passphrase-wrong', "the private key's passphrase is wrong");
  if (error.message.startsWith('Unsupported'))
    return new KeyError('unsupported', 'the key is of an unsupported format or type');
  return new KeyError('malformed', 'the key is malformed');
}

function publicKeyOf(parsed: ParsedKey): PublicKey {
  const blob = parsed.getPublicSSH();
  const type = keyTypes.find((known) => known === new WireReader(blob).text());
  if (!type) throw new KeyError('unsupported', 'the key is of an unsupported type');
  let details;
  try {
    details = createPublicKey(parsed.getPublicPEM()).asymmetricKeyDetails;
  } catch {
    throw new KeyError('malformed', 'the public key is not valid');
  }
  const bits = details?.modulusLength;
  if (bits !== undefined && (bits < rsaBits.least || bits > rsaBits.most)) {
    throw new KeyError('unsupported', `RSA keys have ${rsaBits.least} to ${rsaBits.most} bits`);
  }
  return new PublicKey(type, blob, parsed.comment ?? '', parsed);
}
