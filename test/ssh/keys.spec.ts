import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { Redacted } from '../../src/common/redacted.ts';
import {
  belongsTogether,
  generateSshKeyPair,
  KeyError,
  type KeyPairKind,
  parsePrivateKey,
  parsePublicKey,
  publicKeyFromWire,
} from '../../src/ssh/keys.ts';
import { WireReader, wireString } from '../../src/ssh/wire.ts';

const open = (text: string, passphrase?: string) =>
  parsePrivateKey(new Redacted(text), passphrase === undefined ? undefined : new Redacted(passphrase));

async function reasonOf(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    if (error instanceof KeyError) return error.reason;
    throw error;
  }
  return 'accepted';
}

describe('keys', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'keys-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  let serial = 0;
  function keygen(...options: string[]): { file: string; text: string; line: string } {
    const file = join(folder, `key-${++serial}`);
    execFileSync('ssh-keygen', ['-q', '-f', file, '-C', 'alice@laptop', ...options]);
    return { file, text: readFileSync(file, 'utf8'), line: readFileSync(`${file}.pub`, 'utf8').trim() };
  }

  describe('reading', () => {
    it.each([
      ['ssh-ed25519', ['-t', 'ed25519', '-N', '']],
      ['ssh-rsa', ['-t', 'rsa', '-b', '2048', '-N', '']],
      ['ssh-rsa', ['-t', 'rsa', '-b', '2048', '-N', '', '-m', 'PEM']],
      ['ssh-rsa', ['-t', 'rsa', '-b', '2048', '-N', '', '-m', 'PKCS8']],
      ['ecdsa-sha2-nistp256', ['-t', 'ecdsa', '-N', '']],
      ['ecdsa-sha2-nistp521', ['-t', 'ecdsa', '-b', '521', '-N', '']],
      ['ecdsa-sha2-nistp256', ['-t', 'ecdsa', '-N', '', '-m', 'PEM']],
      ['ecdsa-sha2-nistp384', ['-t', 'ecdsa', '-b', '384', '-N', '', '-m', 'PKCS8']],
    ])('opens keys written by ssh-keygen: %s %j', async (type, options) => {
      const { text, line } = keygen(...options);
      const key = await open(text);
      expect(key.publicKey.type).toBe(type);
      expect(belongsTogether(key, parsePublicKey(line))).toBe(true);
    });

    it.each([[[]], [['-Z', 'aes128-cbc']], [['-a', '100']]])(
      'opens an OpenSSH key with its passphrase: %j',
      async (options) => {
        const { text, line } = keygen('-t', 'ed25519', '-N', 'correct horse', ...options);
        const key = await open(text, 'correct horse');
        expect(belongsTogether(key, parsePublicKey(line))).toBe(true);
      },
    );

    it('opens an old PEM key with its passphrase', async () => {
      const { text, line } = keygen('-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', 'correct horse');
      expect(belongsTogether(await open(text, 'correct horse'), parsePublicKey(line))).toBe(true);
    });

    it('derives a costly passphrase off the event loop', async () => {
      const { text } = keygen('-t', 'ed25519', '-N', 'correct horse', '-a', '100');
      let turns = 0;
      const timer = setInterval(() => turns++, 5);
      await open(text, 'correct horse');
      clearInterval(timer);
      expect(turns).toBeGreaterThan(10);
    });

    it('opens many of them with at most one thread per processor', async () => {
      const { text } = keygen('-t', 'ed25519', '-N', 'correct horse', '-a', '4');
      const threads = { now: 0, most: 0 };
      const count = (message: unknown) => {
        threads.most = Math.max(threads.most, ++threads.now);
        (message as { worker: Worker }).worker.once('exit', () => threads.now--);
      };
      subscribe('worker_threads', count);
      const keys = await Promise.all(Array.from({ length: 20 }, () => open(text, 'correct horse')));
      unsubscribe('worker_threads', count);
      expect(keys).toHaveLength(20);
      expect(threads.most).toBeGreaterThan(0);
      expect(threads.most).toBeLessThanOrEqual(availableParallelism());
    });

    it('opens an ed25519 key in PKCS#8', async () => {
      const { privateKey } = generateKeyPairSync('ed25519');
      const key = await open(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
      expect(belongsTogether(key, publicKeyFromWire(key.publicKey.blob))).toBe(true);
    });

    it("shows ssh-keygen's fingerprints, comment and line", () => {
      const { file, line } = keygen('-t', 'ed25519', '-N', '');
      const key = parsePublicKey(line);
      const fingerprint = (hash: string) =>
        execFileSync('ssh-keygen', ['-l', '-E', hash, '-f', file], { encoding: 'utf8' }).split(' ')[1];
      expect(key.fingerprintSha256).toBe(fingerprint('sha256'));
      expect(`MD5:${key.fingerprintMd5}`).toBe(fingerprint('md5'));
      expect(key.comment).toBe('alice@laptop');
      expect(key.authorizedKey).toBe(line);
      expect(publicKeyFromWire(key.blob).fingerprintSha256).toBe(key.fingerprintSha256);
    });
  });

  describe('refusing', () => {
    it('distinguishes a missing passphrase from a wrong one', async () => {
      const { text } = keygen('-t', 'ed25519', '-N', 'correct horse');
      const pem = keygen('-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', 'correct horse').text;
      expect(await reasonOf(() => open(text))).toBe('passphrase-missing');
      expect(await reasonOf(() => open(text, 'wrong'))).toBe('passphrase-wrong');
      expect(await reasonOf(() => open(pem))).toBe('passphrase-missing');
      expect(await reasonOf(() => open(pem, 'wrong'))).toBe('passphrase-wrong');
    });

    it('a key that would take minutes to open, immediately', async () => {
      const { text } = keygen('-t', 'ed25519', '-N', 'correct horse');
      const lines = text.split('\n');
      const bytes = Buffer.from(lines.slice(1, -2).join(''), 'base64');
      const rounds = bytes.indexOf('bcrypt') + 'bcrypt'.length + 4 + 4 + 16;
      bytes.writeUInt32BE(0xffff_ffff, rounds);
      const costly = [lines[0], bytes.toString('base64'), '-----END OPENSSH PRIVATE KEY-----'].join('\n');
      expect(await reasonOf(() => open(costly, 'correct horse'))).toBe('too-expensive');
    });

    it.each(['aes256-cbc', 'aes256-ctr'])(
      'a key whose secret part is not a whole number of blocks (%s)',
      async (cipher) => {
        const { text } = keygen('-t', 'ed25519', '-N', 'correct horse', '-Z', cipher);
        const lines = text.split('\n');
        const bytes = Buffer.from(lines.slice(1, -2).join(''), 'base64');
        const reader = new WireReader(bytes, 'openssh-key-v1\0'.length);
        for (const _field of ['cipher', 'derivation', 'its options']) reader.string();
        reader.uint32();
        reader.string();
        const secret = reader.string();
        const others = bytes.subarray(0, -secret.length - 4);
        const cut = Buffer.concat([others, wireString(secret.subarray(0, -5))]).toString('base64');
        const forged = [lines[0], cut, '-----END OPENSSH PRIVATE KEY-----'].join('\n');
        expect(await reasonOf(() => open(forged, 'correct horse'))).toBe('malformed');
      },
    );

    it.each([
      ['nothing', ''],
      ['text', 'hello'],
      ['an empty envelope', '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----'],
      [
        'a kilobyte of zeros',
        `-----BEGIN OPENSSH PRIVATE KEY-----\n${Buffer.alloc(999).toString('base64')}\n-----END OPENSSH PRIVATE KEY-----`,
      ],
      ['33 KB', 'x'.repeat(33_000)],
    ])('%s as a private key', async (_name, text) => {
      expect(await reasonOf(() => open(text))).toMatch(/malformed|unsupported/);
    });

    it('a public key as a private key', async () => {
      expect(await reasonOf(() => open(keygen('-t', 'ed25519', '-N', '').line))).toBe('not-a-private-key');
    });

    it('an encrypted PKCS#8 key, whose cost the sender chooses', async () => {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const text = privateKey
        .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
        .toString();
      expect(await reasonOf(() => open(text, 'x'))).toBe('unsupported');
    });

    it('invalid public keys: another type, another value, a point off the curve, small RSA, options, a certificate', async () => {
      const { line } = keygen('-t', 'ecdsa', '-N', '');
      const [type, blob] = line.split(' ');
      const beside = Buffer.from(blob!, 'base64');
      beside[beside.length - 1]! ^= 1;
      const small = generateKeyPairSync('rsa', { modulusLength: 768 }).privateKey.export({
        type: 'pkcs1',
        format: 'pem',
      });
      expect(await reasonOf(() => parsePublicKey(`ssh-dss ${blob}`))).toBe('unsupported');
      expect(await reasonOf(() => parsePublicKey(`ssh-ed25519 ${blob}`))).toBe('malformed');
      expect(await reasonOf(() => parsePublicKey(`${type} ${beside.toString('base64')}`))).toBe('malformed');
      expect(await reasonOf(() => parsePublicKey(`${type} AAAA`))).toMatch(/malformed|unsupported/);
      expect(await reasonOf(() => parsePublicKey(`from="10.0.0.0/8" ${line}`))).toBe('unsupported');
      expect(await reasonOf(() => parsePublicKey(`${type}-cert-v01@openssh.com ${blob}`))).toBe('unsupported');
      expect(await reasonOf(() => parsePublicKey(`${line}\u001b]0;x`))).toBe('malformed');
      expect(await reasonOf(() => open(small.toString()))).toBe('unsupported');
    });

    it('a pair whose halves come from two keys', async () => {
      const one = keygen('-t', 'ed25519', '-N', '');
      const other = keygen('-t', 'ed25519', '-N', '');
      expect(belongsTogether(await open(one.text), parsePublicKey(other.line))).toBe(false);
    });

    it('a private key whose file has another public key', async () => {
      const one = keygen('-t', 'ed25519', '-N', '');
      const other = keygen('-t', 'ed25519', '-N', '');
      const value = (line: string) => Buffer.from(line.split(' ')[1]!, 'base64').subarray(-32);
      const bytes = Buffer.from(one.text.split('\n').slice(1, -2).join(''), 'base64');
      const mine = value(one.line);
      for (let at = bytes.indexOf(mine); at >= 0; at = bytes.indexOf(mine)) value(other.line).copy(bytes, at);
      const forged = [
        '-----BEGIN OPENSSH PRIVATE KEY-----',
        bytes.toString('base64'),
        '-----END OPENSSH PRIVATE KEY-----',
      ].join('\n');
      expect(belongsTogether(await open(forged), parsePublicKey(other.line))).toBe(false);
    });
  });

  describe('making', () => {
    it.each([
      ['rsa-3072', '-----BEGIN RSA PRIVATE KEY-----'],
      ['ecdsa-p256', '-----BEGIN EC PRIVATE KEY-----'],
      ['ed25519', '-----BEGIN OPENSSH PRIVATE KEY-----'],
    ] satisfies [KeyPairKind, string][])(
      '%s that ssh-keygen reads and that is redacted when printed',
      async (kind, beginning) => {
        const pair = await generateSshKeyPair(kind, 'rotation-1');
        expect(pair.privateKey.reveal().startsWith(beginning)).toBe(true);
        expect(JSON.stringify(pair)).not.toContain('PRIVATE KEY');
        const file = join(folder, `made-${kind}`);
        writeFileSync(file, pair.privateKey.reveal(), { mode: 0o600 });
        const shown = execFileSync('ssh-keygen', ['-y', '-P', '', '-f', file], { encoding: 'utf8' });
        expect(shown.split(' ').slice(0, 2).join(' ').trim()).toBe(pair.publicKey.split(' ').slice(0, 2).join(' '));
        expect(pair.publicKey.endsWith(' rotation-1')).toBe(true);
        expect(belongsTogether(await parsePrivateKey(pair.privateKey), parsePublicKey(pair.publicKey))).toBe(true);
      },
    );

    it('ed25519 pairs that match, time after time', async () => {
      for (let turn = 0; turn < 600; turn++) {
        const pair = await generateSshKeyPair('ed25519');
        const together = belongsTogether(await parsePrivateKey(pair.privateKey), parsePublicKey(pair.publicKey));
        expect(together).toBe(true);
      }
    });
  });
});
