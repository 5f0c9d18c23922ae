import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { Redacted } from '../../../src/common/redacted.ts';
import { askDirectory } from '../../../src/bastionhost/directories/ask-directory.ts';

const question = { account: 'cn=a', password: new Redacted('Bind-1'), baseDn: 'dc=a' };
const bound = [0x30, 12, 2, 1, 2, 0x61, 7, 10, 1, 0, 4, 0, 4, 0];
/** A search reference to nowhere, in seven bytes. */
const small = Buffer.from([0x30, 5, 2, 1, 9, 0x73, 0]);

/** Servers that no one vouches for; ldapts alone would let some of them end the process. */
describe('a directory that misbehaves', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function ask(behave: (socket: Socket) => void, limits = { ms: 2000, answerBytes: 8192 }): Promise<void> {
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => behave(socket));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    await askDirectory({ host: '127.0.0.1', port }, question, limits);
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
    const limits = { ms: 2000, answerBytes: 100 };
    await expect(askDirectory({ host: '127.0.0.1', port: 1 }, asked, limits)).rejects.toThrow('not a simple bind');
  });
});
