import { randomBytes } from 'node:crypto';
import { createListener } from '../../src/ssh/listener.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import type { Leg } from '../../src/ssh/leg.ts';
import { eventually } from '../support/eventually.ts';
import { RawSshClient } from '../support/raw-ssh-client.ts';
import { alive } from '../support/memory-marks.ts';

// Logs in at a listener. Prints, as JSON, which of what was sent is in memory while the connection is open. A program of
// its own, because a snapshot takes the longer the more else there is in the process.

const legs: Leg[] = [];
const listener = createListener<string>({
  hostKeys: [(await generateSshKeyPair('ed25519')).privateKey],
  authenticator: {
    begin: async (userName) => ({
      methods: ['password'],
      password: async () => ({ identity: `number ${userName.length}` }),
      acceptsKey: async () => false,
      publicKey: async () => undefined,
    }),
  },
  onLogin: ({ leg }) => legs.push(leg),
});
const { port } = await listener.listen('127.0.0.1', 0);
const [userName, password, held] = [0, 1, 2].map(() => Buffer.from(randomBytes(16).toString('hex')));
const client = await RawSshClient.connect({ port });
client.requestService();
client.password(userName!.toString(), password!.toString());
await client.next(52);
await eventually('the login', () => legs.length === 1);
const kept = held!.toString();
const [heldText, userNameText, passwordText] = await alive([held!, userName!, password!]);
process.stdout.write(
  JSON.stringify({ heldText, userNameText, passwordText, open: legs[0]!.isOpen, kept: kept.length }),
);
client.close();
legs[0]!.destroy('the test is over');
await listener.close();
