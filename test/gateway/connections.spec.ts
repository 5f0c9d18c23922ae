import { Agent, get, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { text } from 'node:stream/consumers';
import { answerInTurn } from '../../src/gateway/answers-in-turn.ts';
import { TlsOrPlainServer } from '../../src/tls/tls-or-plain-server.api.ts';
import { eventually } from '../support/eventually.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';

const request = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

/** A client that can send anything. */
class RawHttpClient {
  received = '';
  constructor(readonly socket: Socket) {
    socket.on('error', () => undefined).on('data', (chunk) => (this.received += chunk.toString('latin1')));
  }

  /** `allowHalfOpen`: the client may go on sending after the server has ended its side. */
  static to(server: Server, allowHalfOpen = false): RawHttpClient {
    const { port } = server.address() as AddressInfo;
    return new RawHttpClient(connect({ port, host: '127.0.0.1', allowHalfOpen }));
  }

  get answers(): number {
    return this.received.split('HTTP/1.1 200').length - 1;
  }
}

describe('the connections of HTTP clients', () => {
  let app: TestApplication;
  let server: Server;
  const clients: RawHttpClient[] = [];
  beforeAll(async () => {
    app = await startTestApplication();
    server = app.app.getHttpServer() as Server;
  });
  afterEach(() => clients.splice(0).forEach(({ socket }) => socket.destroy()));
  afterAll(() => app.stop());

  const client = (to = server, allowHalfOpen = false) => {
    clients.push(RawHttpClient.to(to, allowHalfOpen));
    return clients.at(-1)!;
  };

  it('answers 32 pipelined requests in order', async () => {
    const caller = client();
    caller.socket.write(Array.from({ length: 32 }, (_, n) => request(n % 2 ? '/healthz' : '/nowhere')).join(''));
    await eventually(
      'all are answered',
      () => caller.answers === 16 && caller.received.split('HTTP/1.1 ').length === 33,
    );
    const statuses = [...caller.received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
    expect(statuses).toEqual(statuses.map((_, n) => (n % 2 ? '200' : '404')));
    expect(caller.socket.closed).toBe(false);
  });

  const overTls = (allowHalfOpen = false) => {
    const { port } = server.address() as AddressInfo;
    clients.push(
      new RawHttpClient(
        connectTls({ socket: connect({ port, host: '127.0.0.1', allowHalfOpen }), rejectUnauthorized: false }),
      ),
    );
    return clients.at(-1)!;
  };

  it('answers them over TLS likewise', async () => {
    const caller = overTls();
    caller.socket.write(request('/healthz').repeat(32));
    await eventually('all are answered', () => caller.answers === 32);
    expect(caller.socket.closed).toBe(false);
  });

  it.each([
    ['in plain HTTP', () => client()],
    ['over TLS', () => overTls()],
  ])('closes a connection with more pipelined requests, %s', async (_, connected) => {
    const caller = connected();
    caller.socket.write(request('/openapi.json').repeat(60_000));
    await eventually('the connection is closed', () => caller.socket.closed);
    expect(caller.answers).toBeLessThanOrEqual(32);
  });

  const tooLong = `GET /?${'x'.repeat(131_072)}`;
  const tooLarge = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1100000\r\n\r\n';

  it.each([
    ['413', 'in plain HTTP', tooLarge, () => client(server, true)],
    ['413', 'over TLS', tooLarge, () => overTls(true)],
    ['431', 'in plain HTTP', tooLong, () => client(server, true)],
    ['431', 'over TLS', tooLong, () => overTls(true)],
  ])('leaves %s to a client that goes on sending, %s', async (status, _, beginning, connected) => {
    const caller = connected();
    const failures: Error[] = [];
    caller.socket.on('error', (error) => failures.push(error));
    caller.socket.write(beginning);
    await eventually('it is answered', () => caller.received.startsWith(`HTTP/1.1 ${status}`));
    for (let sent = 0; sent < 8; sent += 1)
      await new Promise((written) => caller.socket.write('x'.repeat(131_072), written));
    caller.socket.end();
    await eventually('the connection is closed', () => caller.socket.closed);
    expect(failures).toEqual([]);
    expect(caller.received.split('HTTP/1.1 ')).toHaveLength(2);
  });

  it.each([
    ['without end', 64 * 1_048_576],
    ['slowly', 1],
  ])('does not wait for a client that goes on sending %s', async (_, bytes) => {
    const caller = client(server, true);
    caller.socket.write(tooLarge);
    await eventually('it is answered', () => caller.received.startsWith('HTTP/1.1 413'));
    await eventually('the connection is closed', () => {
      caller.socket.write('x'.repeat(bytes));
      return caller.socket.closed;
    });
  });

  it('announces the last answer of a connection, and a keep-alive client continues', async () => {
    expect(server.maxRequestsPerSocket).toBe(10_000);
    server.maxRequestsPerSocket = 3;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const announced: (string | undefined)[] = [];
    for (let n = 0; n < 7; n++) {
      const answer = await new Promise<IncomingMessage>((resolve, reject) =>
        get(`${app.url}/healthz`, { agent }, resolve).on('error', reject),
      );
      expect([answer.statusCode, await text(answer)]).toEqual([200, 'ok\n']);
      announced.push(answer.headers.connection);
    }
    server.maxRequestsPerSocket = 10_000;
    agent.destroy();
    const open = 'keep-alive';
    expect(announced).toEqual([open, open, 'close', open, open, 'close', open]);
  });

  it('ends a connection whose answers nobody reads', () => {
    expect(server.timeout).toBe(120_000);
  });

  it('renders the documents once', async () => {
    const { stringify } = JSON;
    let rendered = 0;
    const counting = (value: { openapi?: string } | undefined) => {
      rendered += value?.openapi ? 1 : 0;
      return stringify(value);
    };
    Object.assign(JSON, { stringify: counting });
    const documents = [1, 2, 3].map(() => fetch(`${app.url}/openapi.json`).then((answer) => answer.text()));
    expect(new Set(await Promise.all(documents)).size).toBe(1);
    Object.assign(JSON, { stringify });
    expect(rendered).toBeLessThanOrEqual(1);
    expect((await fetch(`${app.url}/docs-yaml`)).status).toBe(404);
  });

  it('does not count clients whose call was served as strangers', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const authorization = `Basic ${Buffer.from(Object.values(app.rootAccessKey).join(':')).toString('base64')}`;
    const call = (path: string) =>
      new Promise<IncomingMessage>((resolve, reject) =>
        get(`${app.url}${path}`, { agent, headers: { authorization } }, resolve).on('error', reject),
      );
    const served = await call('/kms/keys');
    const port = served.socket.localPort;
    expect([served.statusCode, await text(served)]).toEqual([200, expect.any(String)]);
    const others = Array.from({ length: 600 }, () => client());
    await eventually('a hundred made room', () => others.filter(({ socket }) => socket.closed).length >= 100);
    const again = await call('/kms/keys');
    expect([again.statusCode, again.socket.localPort]).toEqual([200, port]);
    agent.destroy();
  });

  describe('with two places for strangers', () => {
    let small: Server;
    let served: Socket[];
    let answer: () => void;
    beforeEach(async () => {
      served = [];
      const answered = new Promise<void>((resolve) => (answer = resolve));
      const answerLater: RequestListener = (asked, reply) => {
        served.push(asked.socket);
        void answered.then(() => reply.end('ok'));
      };
      small = new TlsOrPlainServer({}, answerLater, { places: 2, placesPerAddress: 2 });
      answerInTurn(small);
      await new Promise<void>((resolve) => void small.listen(0, '127.0.0.1', resolve));
    });
    afterEach(() => small.close());

    /** A client in the middle of a request. */
    const slow = (to: Server) => {
      const other = client(to);
      other.socket.write('GET ');
      return other;
    };

    it('a connection without a request makes room first, then the oldest', async () => {
      const busy = client(small);
      busy.socket.write(request('/'));
      await eventually('the request is there', () => served.length === 1);
      const idle = slow(small);
      await eventually('it is there', () => idle.socket.bytesWritten > 0);
      const newer = slow(small);
      await eventually('who is idle makes room', () => idle.socket.closed);
      expect(busy.socket.closed).toBe(false);
      newer.socket.write(request('/').slice('GET '.length));
      await eventually('the request is there', () => served.length === 2);
      slow(small);
      await eventually('the longest makes room', () => busy.socket.closed);
      answer();
      await eventually('the other is answered', () => newer.answers === 1);
    });

    it('a client that is no longer a stranger takes no place', async () => {
      const known = client(small);
      known.socket.write(request('/'));
      await eventually('the request is there', () => served.length === 1);
      served[0]!.emit('letIn');
      const others = [slow(small), slow(small), slow(small)];
      await eventually('a stranger makes room', () => others.some(({ socket }) => socket.closed));
      answer();
      await eventually('it is answered', () => known.answers === 1);
    });
  });
});
