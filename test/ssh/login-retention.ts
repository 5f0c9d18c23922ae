import { randomBytes } from 'node:crypto';
import { createListener } from '../../src/ssh/listener.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import type { Leg } from '../../src/ssh/leg.ts';
import { wireString } from '../../src/ssh/wire.ts';
import { eventually } from '../support/eventually.ts';
import { RawSshClient } from '../support/raw-ssh-client.ts';
import { alive } from '../support/memory-marks.ts';

// Logs in at a listener. Prints, as JSON, which of what was sent is in memory while the connection is open. A program
// of its own, because a snapshot takes the longer the more else there is in the process.

const legs: Leg[] = [];
const listener = createListener<string>({
  hostKeys: [(await generateSshKeyPair('ed25519')).privateKey],
  authenticator: {
    begin: async (userName) => ({
      methods: ['password', 'keyboard-interactive'],
      password: async () => ({ identity: `number ${userName.length}` }),
      acceptsKey: async () => false,
      publicKey: async () => undefined,
    }),
  },
  onLogin: ({ leg }) => legs.push(leg),
});
const { port } = await listener.listen('127.0.0.1', 0);
const [userName, password, typed, held] = [0, 1, 2, 3].map(() => Buffer.from(randomBytes(16).toString('hex')));
const clients = [await RawSshClient.connect({ port }), await RawSshClient.connect({ port })] as const;
for (const client of clients) client.requestService();
clients[0].password(userName!.toString(), password!.toString());
clients[1].requestAuthentication('alice', 'keyboard-interactive', wireString(''), wireString(''));
await clients[1].next(60);
clients[1].send(61, Buffer.from([0, 0, 0, 1]), wireString(typed!));
for (const client of clients) await client.next(52);
await eventually('the logins', () => legs.length === 2);
const kept = held!.toString();
const [heldText, userNameText, passwordText, typedText] = await alive([held!, userName!, password!, typed!]);
const open = legs.filter(({ isOpen }) => isOpen).length;
process.stdout.write(JSON.stringify({ heldText, userNameText, passwordText, typedText, open, kept: kept.length }));
for (const client of clients) client.close();
for (const leg of legs) leg.destroy('the test is over');
await listener.close();
