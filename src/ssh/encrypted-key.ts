import { createDecipheriv } from 'node:crypto';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Semaphore } from '../common/semaphore.ts';
import { KeyError } from './key-error.ts';
import { footer, header, magic, openSshFile } from './openssh-format.ts';
import { WireReader } from './wire.ts';

/**
 * ssh-keygen's default is 16 or 24 (measured: 0.35 to 0.5 s); `-a 100` is common advice. More is taken for an attack.
 */
const maxRounds = 256;

const ciphers: Readonly<Record<string, { name: string; keyLength: number }>> = {
  'aes128-ctr': { name: 'aes-128-ctr', keyLength: 16 },
  'aes192-ctr': { name: 'aes-192-ctr', keyLength: 24 },
  'aes256-ctr': { name: 'aes-256-ctr', keyLength: 32 },
  'aes128-cbc': { name: 'aes-128-cbc', keyLength: 16 },
  'aes192-cbc': { name: 'aes-192-cbc', keyLength: 24 },
  'aes256-cbc': { name: 'aes-256-cbc', keyLength: 32 },
};
const ivLength = 16;
const blockLength = 16;

const places = new Semaphore(availableParallelism());

interface Envelope {
  readonly cipher: string;
  readonly salt: Buffer;
  readonly rounds: number;
  readonly publicKey: Buffer;
  readonly secretPart: Buffer;
}

/**
 * Returns the same key without its passphrase, in OpenSSH's format. A key without a passphrase, or in another format,
 * is returned unchanged. The derivation (bcrypt) blocks for a third of a second or more, so it runs in a thread of its
 * own, at most one per processor at a time. A wrong passphrase shows only when the result is parsed.
 * @throws KeyError
 */
export async function withoutPassphrase(text: string, passphrase: string | undefined): Promise<string> {
  const envelope = readEnvelope(text);
  if (!envelope) return text;
  if (passphrase === undefined) throw new KeyError('passphrase-missing', 'the private key needs its passphrase');
  const cipher = ciphers[envelope.cipher];
  if (!cipher) throw new KeyError('unsupported', 'the private key is encrypted with an unsupported cipher');
  if (envelope.rounds > maxRounds)
    throw new KeyError('too-expensive', `the private key takes more than ${maxRounds} rounds`);
  if (envelope.secretPart.length % blockLength !== 0)
    throw new KeyError('malformed', 'the private key is not a whole number of blocks');
  const derived = await places.run(() => deriveKey(passphrase, envelope, cipher.keyLength + ivLength));
  const decipher = createDecipheriv(
    cipher.name,
    derived.subarray(0, cipher.keyLength),
    derived.subarray(cipher.keyLength),
  );
  decipher.setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(envelope.secretPart), decipher.final()]);
  return openSshFile(envelope.publicKey, plain);
}

function readEnvelope(text: string): Envelope | undefined {
  const body = text.trim();
  if (!body.startsWith(header) || !body.endsWith(footer)) return undefined;
  const bytes = Buffer.from(body.slice(header.length, -footer.length), 'base64');
  if (bytes.subarray(0, magic.length).toString('latin1') !== magic) return undefined;
  try {
    return readFields(bytes.subarray(magic.length));
  } catch {
    throw new KeyError('malformed', 'the private key is truncated');
  }
}

function readFields(bytes: Buffer): Envelope | undefined {
  const reader = new WireReader(bytes);
  const cipher = reader.text();
  const kdf = reader.text();
  const options = reader.string();
  if (cipher === 'none') return undefined;
  if (kdf !== 'bcrypt') throw new RangeError('unknown key derivation');
  const kdfReader = new WireReader(options);
  const salt = kdfReader.string();
  const rounds = kdfReader.uint32();
  if (reader.uint32() !== 1) throw new RangeError('not one key');
  return { cipher, salt, rounds, publicKey: reader.string(), secretPart: reader.string() };
}

const derivation = `
const { workerData, parentPort } = require('node:worker_threads');
const { pbkdf } = require(workerData.library);
const key = Buffer.alloc(workerData.length);
const { passphrase, salt, rounds } = workerData;
const status = pbkdf(passphrase, passphrase.length, salt, salt.length, key, key.length, rounds);
parentPort.postMessage(status === 0 ? key : undefined);
`;

function deriveKey(passphrase: string, { salt, rounds }: Envelope, length: number): Promise<Buffer> {
  const ssh2 = createRequire(import.meta.url).resolve('ssh2');
  const library = createRequire(ssh2).resolve('bcrypt-pbkdf');
  const workerData = { library, passphrase: Buffer.from(passphrase), salt: Buffer.from(salt), rounds, length };
  return new Promise((resolve, reject) => {
    const worker = new Worker(derivation, { eval: true, workerData, env: {}, stdout: false, stderr: false });
    let key: Uint8Array | undefined;
    worker.once('message', (made: Uint8Array | undefined) => (key = made));
    worker.once('error', () => undefined);
    worker.once('exit', () => {
      if (key) resolve(Buffer.from(key));
      else reject(new KeyError('malformed', "the private key's passphrase settings are malformed"));
    });
  });
}
