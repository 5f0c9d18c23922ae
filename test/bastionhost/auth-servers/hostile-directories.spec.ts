import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { certify, makeAuthority } from '../../../src/tls/x509.ts';
import { Redacted } from '../../../src/common/redacted.ts';
import type { DirectoryConversation } from '../../../src/bastionhost/directories/directory-conversation.ts';
import { askDirectory } from '../../../src/bastionhost/directories/ask-directory.ts';

/** Long enough for a busy machine: what these tests wait for is told, and not the end of this. */
const longMs = 30_000;
const question = { account: 'cn=a', password: new Redacted('Bind-1') };
const bindAndSearch = async (directory: DirectoryConversation) => {
  await directory.bind(question.account, question.password);
  await directory.search('dc=a');
};
const bound = [0x30, 12, 2, 1, 2, 0x61, 7, 10, 1, 0, 4, 0, 4, 0];
/** A search reference to nowhere, in seven bytes. */
const small = Buffer.from([0x30, 5, 2, 1, 9, 0x73, 0]);

/** Servers that no one vouches for; ldapts alone would let some of them end the process. */
describe('a directory that misbehaves', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function listen(behave: (socket: Socket) => void): Promise<number> {
    server?.close();
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => behave(socket));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as { port: number }).port;
  }

  async function ask(behave: (socket: Socket) => void, limits = { ms: longMs, answerBytes: 8192 }): Promise<void> {
    const address = { host: '127.0.0.1', port: await listen(behave), isSsl: false };
    await askDirectory(address, limits, bindAndSearch);
  }

  it.each<[string, (socket: Socket) => void]>([
    ['twenty thousand messages in a packet', (socket) => socket.write(Buffer.alloc(7 * 20_000, small))],
    [
      'a message of two gigabytes',
      (socket) => socket.write(Buffer.concat([Buffer.from([0x30, 0x84, 0x7f, 255, 255, 255]), Buffer.alloc(9000)])),
    ],
    ['text', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['nothing, and hangs up', (socket) => socket.end()],
    ['a reset', (socket) => socket.resetAndDestroy()],
    ['a message without an id', (socket) => socket.end(Buffer.from([0x30, 2, 5, 0]))],
    ['a bind that goes well, and hangs up', (socket) => socket.end(Buffer.from(bound))],
  ])('cannot be reached when it answers %s', async (_, behave) => {
    await expect(ask(behave)).rejects.toThrow(/^it cannot be reached/);
  });

  it('does not answer in time when it says nothing', async () => {
    await expect(ask(() => undefined, { ms: 50, answerBytes: 100 })).rejects.toThrow('it does not answer in time');
  });

  it.each(['', 'EXTERNAL', 'scram-sha-1'])('is not even dialled for the account or password %j', async (text) => {
    const asked = { ...question, ...(text === '' ? { password: new Redacted('') } : { account: text }) };
    const limits = { ms: longMs, answerBytes: 100 };
    await expect(
      askDirectory({ host: '127.0.0.1', port: 1, isSsl: false }, limits, (directory) =>
        directory.bind(asked.account, asked.password),
      ),
    ).rejects.toThrow('not a simple bind');
  });

  it('is not believed what it said in plain behind its answer to StartTLS, where anybody could have added it', async () => {
    const authority = await makeAuthority('Directory', { from: new Date(), days: 1 });
    const { chain, privateKey } = await certify(authority, ['localhost'], { from: new Date(), days: 1 });
    const address = { host: 'localhost', isSsl: false, ca: authority.chain };
    const talk = async (directory: DirectoryConversation) => {
      await directory.secure();
      await bindAndSearch(directory);
    };
    const withAddition = async (addition: Buffer) => {
      const port = await listen((socket) => {
        socket.write(Buffer.concat([ldap(2, 0x78, done), addition]));
        const under = new TLSSocket(socket, { isServer: true, cert: chain, key: privateKey.reveal() });
        under.on('error', () => undefined);
        under.once('data', () => under.end(ldap(3, 0x61, refused)));
      });
      return askDirectory({ ...address, port }, { ms: longMs, answerBytes: 8192 }, talk);
    };
    await expect(withAddition(Buffer.alloc(0))).rejects.toThrow('it refuses the account or its password');
    const accepted = ldap(3, 0x61, done);
    await expect(withAddition(accepted.subarray(0, -1))).rejects.toThrow(/^it cannot be reached/);
    await expect(withAddition(accepted)).rejects.toThrow('it refuses the account or its password');
  });

  it('has to do StartTLS where it says that it has it, and is asked in plain only where it does not', async () => {
    const secured = async (rootDse: Buffer) => {
      const port = await listen((socket) => {
        socket.write(ldap(2, 0x78, outOfOrder));
        socket.once('data', () => socket.write(Buffer.concat([rootDse, ldap(3, 0x65, done)])));
      });
      const address = { host: '127.0.0.1', port, isSsl: false };
      return askDirectory(address, { ms: longMs, answerBytes: 8192 }, (directory) => directory.secure());
    };
    await expect(secured(rootDseWith(offer))).rejects.toThrow('it answers the StartTLS with LDAP result 1');
    await expect(secured(rootDseWith())).resolves.toBe(false);
  });
});

const tlv = (tag: number, ...parts: Uint8Array[]) => {
  const value = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, value.length]), value]);
};
const ldap = (id: number, operation: number, ...parts: Uint8Array[]) =>
  tlv(0x30, Buffer.from([2, 1, id]), tlv(operation, ...parts));
/** A result without a text: success, operationsError, and invalidCredentials. */
const done = Buffer.from([10, 1, 0, 4, 0, 4, 0]);
const outOfOrder = Buffer.from([10, 1, 1, 4, 0, 4, 0]);
const refused = Buffer.from([10, 1, 49, 4, 0, 4, 0]);
const text = (value: string) => tlv(4, Buffer.from(value));
const offer = tlv(0x30, text('supportedExtension'), tlv(0x31, text('1.3.6.1.4.1.1466.20037')));
const rootDseWith = (...attributes: Uint8Array[]) => ldap(3, 0x64, text(''), tlv(0x30, ...attributes));
