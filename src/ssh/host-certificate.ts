import { randomBytes } from 'node:crypto';
import type { PrivateKey, PublicKey } from './keys.ts';
import { uint32, WireReader, wireString } from './wire.ts';

/** The one kind of certificate that is issued: of an ed25519 host key, by an ed25519 key. */
export const certificateAlgorithm = 'ssh-ed25519-cert-v01@openssh.com';

export interface HostCertificateFields {
  /** The key that it certifies, of type ssh-ed25519. */
  readonly hostKey: PublicKey;
  /** The one name that the host may be dialled by. */
  readonly principal: string;
  /** Shown by clients and ssh-keygen; nothing is decided by it. */
  readonly keyId: string;
  readonly validFrom: Date;
  readonly validUntil: Date;
}

const hostCertificate = 2;
const nonceBytes = 32;
/** Clients match a principal as a pattern, and an empty list of principals with every host. */
const isExact = /^[\p{L}\p{M}\p{N}._:-]+$/u;

/** Whether a certificate can name this host, and no other. */
export function canBePrincipal(name: string): boolean {
  return isExact.test(name);
}

/**
 * Makes a certificate in SSH wire form (PROTOCOL.certkeys of OpenSSH), without options and with one principal.
 * @throws RangeError when the principal could match another host
 */
export function signHostCertificate(authority: PrivateKey, fields: HostCertificateFields): Buffer {
  const { hostKey, principal, keyId, validFrom, validUntil } = fields;
  if (!canBePrincipal(principal)) throw new RangeError('a host certificate names exactly one host');
  const content = Buffer.concat([
    wireString(certificateAlgorithm),
    wireString(randomBytes(nonceBytes)),
    wireString(ed25519Of(hostKey)),
    uint64(0n),
    uint32(hostCertificate),
    wireString(keyId),
    wireString(wireString(principal)),
    seconds(validFrom),
    seconds(validUntil),
    ...['critical options', 'extensions', 'reserved'].map(() => wireString('')),
    wireString(authority.publicKey.blob),
  ]);
  const signature = Buffer.concat([wireString(authority.publicKey.type), wireString(authority.sign(content))]);
  return Buffer.concat([content, wireString(signature)]);
}

/** The 32 bytes of an ed25519 key. */
function ed25519Of({ type, blob }: PublicKey): Buffer {
  if (type !== 'ssh-ed25519') throw new RangeError(`no certificates are made of keys of type ${type}`);
  const reader = new WireReader(blob);
  reader.string();
  return reader.string();
}

function seconds(moment: Date): Buffer {
  return uint64(BigInt(Math.floor(moment.getTime() / 1000)));
}

function uint64(value: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}
