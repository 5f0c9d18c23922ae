import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import ssh2, { type Connection } from 'ssh2';
import { Redacted } from '../../src/common/redacted.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import type { Leg } from '../../src/ssh/leg.ts';
import { dialTarget } from '../../src/ssh/target-dialler.ts';
import type { TargetCredential } from '../../src/ssh/target-authentication.ts';
import { alive } from '../support/memory-marks.ts';

const bytesOf = (text: Redacted<string>) => Buffer.from(text.reveal());
const textOf = (bytes: Buffer) => new Redacted(bytes.toString());

// Dials a server twice, with a password and with a key. Prints, as JSON, which of these are in memory afterwards. A
// program of its own, because a snapshot takes the longer the more else there is in the process.

const legs: Leg[] = [];
const { privateKey } = await generateSshKeyPair('ed25519');
const server = new ssh2.Server({ hostKeys: [privateKey.reveal()] }, admit);
await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;

/** Forgets the password, unlike a real server, because both ends are in this process. */
function admit(connection: Connection): void {
  connection.on('error', () => undefined);
  connection.on('authentication', (context) => {
    Object.assign(context, { password: undefined });
    context.accept();
  });
}

async function dial(credential: () => Omit<TargetCredential, 'userName'>): Promise<void> {
  const options = { host: '127.0.0.1', port, verifyHostKey: async () => true, timeoutMs: 10_000 };
  legs.push(await dialTarget({ ...options, credential: { userName: 'ops', ...credential() } }));
}

const password = Buffer.from(randomBytes(16).toString('hex'));
const held = Buffer.from(randomBytes(16).toString('hex'));
const key = bytesOf((await generateSshKeyPair('rsa-3072')).privateKey);
const keyLine = Buffer.from(key.toString().split('\n')[3]!.slice(0, 40));
await dial(() => ({ password: textOf(password) }));
await dial(() => ({ privateKey: textOf(key) }));
const kept = textOf(held);
const [heldText, passwordText, keyText] = await alive([held, password, keyLine]);
const open = legs.filter(({ isOpen }) => isOpen).length;
process.stdout.write(JSON.stringify({ heldText, passwordText, keyText, open, kept: kept.reveal().length }));
for (const leg of legs) leg.destroy('the test is over');
server.close();
