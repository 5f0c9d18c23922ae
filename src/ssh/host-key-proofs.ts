import type { ParsedKey } from 'ssh2';
import { encode, hostKeysProve } from './messages.ts';
import { type Protocol, signatureInSshForm } from './ssh2-internals.ts';
import { WireReader, wireString } from './wire.ts';

/**
 * Announces the server's host keys to one client that has logged in, and proves them once, as OpenSSH's server does
 * (its PROTOCOL, section 2.5). Clients thus know all keys before one is retired.
 */
export class HostKeyProofs {
  private readonly keys: ReadonlyMap<string, ParsedKey>;
  private isProved = false;

  constructor(private readonly protocol: Protocol) {
    const keys = new Set(Object.values(protocol._hostKeys ?? {}));
    this.keys = new Map([...keys].map((key) => [key.getPublicSSH().toString('base64'), key]));
  }

  /** The global request that announces the keys. */
  announcement(): Buffer {
    return encode.hostKeys([...this.keys.values()].map((key) => key.getPublicSSH()));
  }

  /**
   * The reply to a request to prove the listed keys. Undefined where it is refused: none is listed, or one that is not
   * ours, or proofs were already given.
   */
  prove(listed: Buffer): Buffer | undefined {
    const keys = this.find(listed);
    if (!keys || this.isProved) return undefined;
    this.isProved = true;
    return encode.requestSuccess(Buffer.concat(keys.map((key) => wireString(this.sign(key)))));
  }

  private find(listed: Buffer): ParsedKey[] | undefined {
    const blobs = readStrings(listed, this.keys.size);
    const found = blobs?.flatMap((blob) => this.keys.get(blob.toString('base64')) ?? []);
    return found && found.length > 0 && found.length === blobs?.length ? found : undefined;
  }

  private sign(key: ParsedKey): Buffer {
    const { sessionID } = this.protocol._kex;
    const data = [wireString(hostKeysProve), wireString(sessionID), wireString(key.getPublicSSH())];
    const algorithm = key.type === 'ssh-rsa' ? this.rsaAlgorithm : key.type;
    const hash = algorithm.startsWith('rsa-sha2-') ? `sha${algorithm.slice('rsa-sha2-'.length)}` : undefined;
    const signature = signatureInSshForm(key.sign(Buffer.concat(data), hash), key.type);
    return Buffer.concat([wireString(algorithm), wireString(signature)]);
  }

  /** The RSA algorithm that the key exchange signed with, if it used one: clients insist on it. */
  private get rsaAlgorithm(): string {
    const { serverHostKey } = this.protocol._kex.negotiated;
    return serverHostKey.startsWith('rsa-sha2-') ? serverHostKey : 'rsa-sha2-512';
  }
}

/** Undefined where a string is cut short or there are more than `most`. */
function readStrings(bytes: Buffer, most: number): Buffer[] | undefined {
  const reader = new WireReader(bytes);
  const strings: Buffer[] = [];
  try {
    while (!reader.atEnd && strings.length <= most) strings.push(reader.string());
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return strings.length <= most ? strings : undefined;
}
